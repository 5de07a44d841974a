package org.sipasync.restcomm;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.HandlesTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.stream.Collectors;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.annotation.SipApplication;
import javax.servlet.sip.annotation.SipApplicationKey;
import javax.servlet.sip.annotation.SipListener;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.sipasync.Problem;

/**
 * Called by the server for every WAR: finds out whether it is a SIP application, and starts and
 * stops it with its ServletContext.
 */
@HandlesTypes({
  SipServlet.class,
  javax.servlet.sip.annotation.SipServlet.class,
  SipListener.class,
  SipApplication.class,
  SipApplicationKey.class
})
public final class SipInitializer implements ServletContainerInitializer {
  private static final Logger LOG = System.getLogger("org.sipasync");

  @Override
  public void onStartup(Set<Class<?>> types, ServletContext servletContext) {
    SipModule module = read(types == null ? Set.of() : types, servletContext);
    if (!module.isEmpty()) {
      servletContext.addListener(new Deployment(module));
    }
  }

  private static SipModule read(Set<Class<?>> types, ServletContext servletContext) {
    String path = servletContext.getContextPath();
    SipModule module = new SipModule(path.isEmpty() ? "ROOT" : path.substring(1));
    SipAnnotations.read(types, module);
    try (InputStream file = servletContext.getResourceAsStream("/WEB-INF/sip.xml")) {
      if (file != null) {
        SipXml.read(file, module, servletContext.getClassLoader());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    module.complete();
    module.contextParameters.forEach(servletContext::setInitParameter);
    return module;
  }

  /** One WAR's SIP application, from its start to its end. */
  private static final class Deployment implements ServletContextListener {
    private final SipModule module;
    private WarContext war;

    Deployment(SipModule module) {
      this.module = module;
    }

    /** The server tells a failure with several stack traces; one line of ours goes before. */
    @Override
    public void contextInitialized(ServletContextEvent event) {
      try {
        check();
        start(event.getServletContext());
      } catch (Exception e) {
        LOG.log(Level.ERROR, "SIP application {0} did not start: {1}", module.name, e.getMessage());
        throw e instanceof RuntimeException unchecked
            ? unchecked
            : new IllegalStateException("SIP application " + module.name + " did not start", e);
      }
    }

    private void check() {
      if (!module.mistakes.isEmpty()) {
        throw Problem.BAD_DEPLOYMENT.exception(
            module.name,
            module.mistakes.size(),
            module.mistakes.stream().map(m -> "\n  - " + m).collect(Collectors.joining()));
      }
    }

    private void start(ServletContext servletContext) throws Exception {
      Config config = ConfigProvider.getConfig();
      SipSettings settings = SipSettings.from(key -> config.getOptionalValue(key, String.class));
      ManagedExecutorService pool = lookup("java:comp/DefaultManagedExecutorService");
      ContextService contexts = lookup("java:comp/DefaultContextService");
      SipServer server = SipBoot.start(settings, pool);
      WarContext starting =
          new WarContext(server, servletContext, module, contexts.currentContextExecutor());
      WarContext.attributes(starting, servletContext);
      CDI.current()
          .getBeanManager()
          .getExtension(SipBeans.class)
          .bindResources(module.name, starting);
      starting.start();
      war = starting;
    }

    @SuppressWarnings("unchecked")
    private static <T> T lookup(String name) throws NamingException {
      return (T) new InitialContext().lookup(name);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
      if (war != null) {
        war.stop();
        war = null;
      }
    }
  }
}
