package org.sipasync.payara;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.HandlesTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.annotation.SipApplication;
import javax.servlet.sip.annotation.SipApplicationKey;
import javax.servlet.sip.annotation.SipListener;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.sipasync.Async;
import org.sipasync.BlockingFunction;
import org.sipasync.CancelRoute;
import org.sipasync.Launch;
import org.sipasync.ReportRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.SipAsyncException;
import org.sipasync.annotation.Ack;
import org.sipasync.annotation.AnyMethod;
import org.sipasync.annotation.BranchResponse;
import org.sipasync.annotation.Bye;
import org.sipasync.annotation.Cancel;
import org.sipasync.annotation.ErrorResponse;
import org.sipasync.annotation.Info;
import org.sipasync.annotation.Invite;
import org.sipasync.annotation.Message;
import org.sipasync.annotation.Notify;
import org.sipasync.annotation.Options;
import org.sipasync.annotation.Prack;
import org.sipasync.annotation.ProvisionalResponse;
import org.sipasync.annotation.Publish;
import org.sipasync.annotation.RedirectResponse;
import org.sipasync.annotation.Refer;
import org.sipasync.annotation.Register;
import org.sipasync.annotation.Subscribe;
import org.sipasync.annotation.SuccessResponse;
import org.sipasync.annotation.Update;
import org.sipasync.payara.server.ContainerKind;
import org.sipasync.payara.server.SipSettings;
import org.sipasync.payara.server.StartUp;
import org.sipasync.payara.server.StartUpLog;
import org.sipasync.payara.server.WarSecrets;
import org.sipasync.payara.war.MisplacedSipXml;
import org.sipasync.payara.war.MissingModules;
import org.sipasync.payara.war.SecurityRules.Assertion;
import org.sipasync.payara.war.SipAnnotations;
import org.sipasync.payara.war.SipModule;
import org.sipasync.payara.war.SipXml;
import org.sipasync.payara.war.WithoutCdi;
import org.sipasync.payara.web.WebSocketGate;
import org.sipasync.spi.CheckedApplication;
import org.sipasync.spi.SipApplicationClasses;
import org.sipasync.spi.SipEngine;
import org.sipasync.support.Cdi;

/**
 * Called by the server for every WAR: finds out whether it is a SIP application, and starts and
 * stops it with its ServletContext.
 */
@HandlesTypes({
  SipServlet.class,
  javax.servlet.sip.annotation.SipServlet.class,
  SipListener.class,
  SipApplication.class,
  SipApplicationKey.class,
  ResumeRoute.class,
  CancelRoute.class,
  ReportRoute.class,
  Async.class,
  BlockingFunction.class,
  Launch.class,
  AnyMethod.class,
  Invite.class,
  Ack.class,
  Bye.class,
  Cancel.class,
  Register.class,
  Options.class,
  Message.class,
  Info.class,
  Update.class,
  Prack.class,
  Subscribe.class,
  Notify.class,
  Refer.class,
  Publish.class,
  ProvisionalResponse.class,
  SuccessResponse.class,
  RedirectResponse.class,
  ErrorResponse.class,
  BranchResponse.class,
  javax.servlet.sip.annotation.AnyMethod.class,
  javax.servlet.sip.annotation.Invite.class,
  javax.servlet.sip.annotation.Ack.class,
  javax.servlet.sip.annotation.Bye.class,
  javax.servlet.sip.annotation.Cancel.class,
  javax.servlet.sip.annotation.Register.class,
  javax.servlet.sip.annotation.Options.class,
  javax.servlet.sip.annotation.Message.class,
  javax.servlet.sip.annotation.Info.class,
  javax.servlet.sip.annotation.Update.class,
  javax.servlet.sip.annotation.Prack.class,
  javax.servlet.sip.annotation.Subscribe.class,
  javax.servlet.sip.annotation.Notify.class,
  javax.servlet.sip.annotation.Refer.class,
  javax.servlet.sip.annotation.Publish.class,
  javax.servlet.sip.annotation.ProvisionalResponse.class,
  javax.servlet.sip.annotation.SuccessResponse.class,
  javax.servlet.sip.annotation.RedirectResponse.class,
  javax.servlet.sip.annotation.ErrorResponse.class,
  javax.servlet.sip.annotation.BranchResponse.class
})
public final class SipInitializer implements ServletContainerInitializer {
  @Override
  public void onStartup(Set<Class<?>> types, ServletContext servletContext) {
    StartUpLog.install();
    SipModule module = read(types == null ? Set.of() : types, servletContext);
    if (!module.isEmpty()) {
      WebComponents components = WebComponents.of(servletContext);
      WebSocketGate webSockets = WebSocketGate.register(servletContext);
      ConvergedHttp http = ConvergedHttp.register(servletContext);
      servletContext.addListener(new Deployment(module, http, webSockets, components));
    }
  }

  private static SipModule read(Set<Class<?>> types, ServletContext servletContext) {
    String path = servletContext.getContextPath();
    SipModule module = new SipModule(path.isEmpty() ? "ROOT" : path.substring(1));
    module.mistakes.addAll(MissingModules.of(servletContext.getClassLoader()));
    if (!module.mistakes.isEmpty()) {
      module.isReadable = false;
      return module;
    }
    SipAnnotations.read(types, module);
    types.stream()
        .filter(SipInitializer::isOfApplication)
        .sorted(Comparator.comparing(Class::getName))
        .forEach(module.annotated::add);
    try (InputStream file = servletContext.getResourceAsStream("/WEB-INF/sip.xml")) {
      if (file != null) {
        SipXml.read(file, module, servletContext.getClassLoader());
      } else {
        MisplacedSipXml.find(servletContext).ifPresent(module::mistake);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    module.complete();
    module.contextParameters.forEach(servletContext::setInitParameter);
    return module;
  }

  /** Our own jars may be scanned, too. */
  private static boolean isOfApplication(Class<?> type) {
    return type.getClassLoader() != SipInitializer.class.getClassLoader()
        && !type.isInterface()
        && !Modifier.isAbstract(type.getModifiers());
  }

  /** One WAR's SIP application, from its start to its end. */
  private static final class Deployment implements ServletContextListener {
    private final SipModule module;
    private final ConvergedHttp http;
    private final WebSocketGate webSockets;
    private final WebComponents components;
    private final Optional<SipEngine> engine = SipEngine.find();
    private ServedWar war;

    Deployment(
        SipModule module, ConvergedHttp http, WebSocketGate webSockets, WebComponents components) {
      this.module = module;
      this.http = http;
      this.webSockets = webSockets;
      this.components = components;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
      try {
        start(event.getServletContext(), check());
      } catch (Exception e) {
        StartUp.failed(module.name, e);
        engine.ifPresent(SipEngine::deploymentFailed);
        throw e instanceof SipAsyncException known
            ? known
            : new StartUpLog.Reported("SIP application " + module.name + " did not start", e);
      }
    }

    /**
     * Tells all mistakes at once: the container's and the engine's.
     *
     * @return null without an engine
     */
    private CheckedApplication check() {
      if (module.security.needsLogin()) {
        WarSecrets.mistake().ifPresent(module::mistake);
      }
      if (module.security.assertion != Assertion.NONE && settings().trustedPeers().isEmpty()) {
        module.mistake(
            "the <identity-assertion> needs sip.trusted-peers: nobody's assertions count");
      }
      List<String> mistakes = new ArrayList<>(module.mistakes);
      if (Cdi.manager().isEmpty()) {
        mistakes.addAll(WithoutCdi.mistakes(module));
      }
      List<Class<?>> servlets =
          module.servlets.values().stream().<Class<?>>map(servlet -> servlet.type).toList();
      CheckedApplication checked =
          engine
              .filter(present -> module.isReadable)
              .map(present -> present.check(new SipApplicationClasses(servlets, module.annotated)))
              .orElse(null);
      if (checked != null) {
        mistakes.addAll(checked.mistakes());
      }
      if (!mistakes.isEmpty()) {
        throw SipModule.refused(module.name, mistakes);
      }
      return checked;
    }

    private void start(ServletContext servletContext, CheckedApplication checked) throws Exception {
      SipSettings settings = settings();
      if (!module.security.isEmpty() && settings.container() != ContainerKind.OWN) {
        module.mistake(
            "a <security-constraint> needs sip.container=own: this container serves requests that"
                + " it forbids");
        throw SipModule.refused(module.name, module.mistakes);
      }
      ManagedExecutorService pool = lookup("java:comp/DefaultManagedExecutorService");
      ContextService contexts = lookup("java:comp/DefaultContextService");
      ServedWar starting =
          ChosenContainer.choose(settings.container())
              .prepare(
                  new WarParts(
                      settings,
                      pool,
                      module,
                      servletContext,
                      contexts.currentContextExecutor(),
                      lookup("java:comp/UserTransaction"),
                      checked));
      starting.attributes().forEach(servletContext::setAttribute);
      bindResources(starting);
      starting.start();
      try {
        webSockets.open(starting.webSocketDoor(), settings.webSocket(), servletContext);
      } catch (RuntimeException e) {
        starting.stop();
        throw e;
      }
      http.open(starting.httpSessions());
      war = starting;
    }

    private static SipSettings settings() {
      Config config = ConfigProvider.getConfig();
      return SipSettings.from(key -> config.getOptionalValue(key, String.class));
    }

    private void bindResources(ServedWar starting) {
      SipBeans beans =
          Cdi.manager()
              .map(manager -> manager.getExtension(SipBeans.class))
              .orElseGet(SipBeans::new);
      module.servlets.values().forEach(servlet -> beans.note(servlet.type));
      module.listeners.forEach(beans::note);
      module.annotated.forEach(beans::note);
      components.types().forEach(beans::note);
      beans.bindResources(module.name, starting);
    }

    @SuppressWarnings("unchecked")
    private static <T> T lookup(String name) throws NamingException {
      return (T) new InitialContext().lookup(name);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
      if (war != null) {
        webSockets.close();
        war.stop();
        http.open(Optional.empty());
        war = null;
        StartUp.undeployed(module.name);
      }
    }
  }
}
