package org.sipasync.payara;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.sipasync.SipAsyncException;
import org.sipasync.payara.server.ContainerKind;
import org.sipasync.payara.server.SipSettings;
import org.sipasync.payara.server.StartUp;
import org.sipasync.payara.server.StartUpLog;
import org.sipasync.payara.server.WarSecrets;
import org.sipasync.payara.war.SecurityRules.Assertion;
import org.sipasync.payara.war.SipModule;
import org.sipasync.payara.war.WithoutCdi;
import org.sipasync.payara.web.WebSocketGate;
import org.sipasync.spi.CheckedApplication;
import org.sipasync.spi.SipApplicationClasses;
import org.sipasync.spi.SipEngine;
import org.sipasync.support.Cdi;

/** One WAR's SIP application, from its start to its end. */
final class WarDeployment implements ServletContextListener {
  private final SipModule module;
  private final ConvergedHttp http;
  private final WebSocketGate webSockets;
  private final WebComponents components;
  private final Optional<SipEngine> engine = SipEngine.find();
  private ServedWar war;

  WarDeployment(
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
      module.mistake("the <identity-assertion> needs sip.trusted-peers: nobody's assertions count");
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
        Cdi.manager().map(manager -> manager.getExtension(SipBeans.class)).orElseGet(SipBeans::new);
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
