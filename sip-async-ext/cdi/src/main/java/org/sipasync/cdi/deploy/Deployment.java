package org.sipasync.cdi.deploy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletMessage;
import org.eclipse.microprofile.config.ConfigProvider;
import org.sipasync.cdi.admin.Observation;
import org.sipasync.cdi.admin.Oversight;
import org.sipasync.cdi.call.Application;
import org.sipasync.cdi.call.Facade;
import org.sipasync.cdi.engine.EngineHost;
import org.sipasync.cdi.route.Beans;
import org.sipasync.cdi.route.Handlers;
import org.sipasync.cdi.route.PojoServlet;
import org.sipasync.cdi.route.Routes;
import org.sipasync.spi.SipApplicationContext;
import org.sipasync.spi.SipApplicationListener;
import org.sipasync.spi.Surroundings;
import org.sipasync.support.Cdi;

/** Brings an application's routes and the engine together. Public for the service loader. */
public final class Deployment implements SipApplicationListener {
  private static final AtomicBoolean SHOWN = new AtomicBoolean();

  @Override
  public List<String> mistakes(Collection<Class<?>> servlets, Set<Class<?>> annotated) {
    Set<Class<?>> all = new LinkedHashSet<>(routeClasses());
    all.addAll(annotated);
    boolean clusterStore =
        ConfigProvider.getConfig()
            .getOptionalValue("sip.async.cluster-store", Boolean.class)
            .orElse(false);
    return new Validation(servlets, all, Beans.ofApplication(), clusterStore).mistakes();
  }

  private static Set<Class<?>> routeClasses() {
    return Cdi.manager()
        .map(manager -> manager.getExtension(SipAsyncExtension.class).routeClasses())
        .orElse(Set.of());
  }

  @Override
  public SipServlet servlet(SipApplicationContext application, Object instance) {
    return new PojoServlet(
        application,
        Handlers.of(instance.getClass(), Beans.ofApplication(), new ArrayList<>()),
        Facade::suspend);
  }

  @Override
  public List<String> deployed(SipApplicationContext context) {
    Set<Class<?>> classes = new LinkedHashSet<>(context.servletClasses());
    classes.addAll(routeClasses());
    Routes routes = Routes.of(classes, Beans.ofApplication(), new ArrayList<>());
    Oversight.get().observation().deployed(context.name(), deployment(context));
    return new Application(context, routes, EngineHost.get()).routes().announcement();
  }

  @Override
  public Surroundings surround(
      SipApplicationContext context, SipServletMessage message, String name) {
    return Application.of(context)
        .map(application -> application.around().handler(message, name))
        .orElse(Surroundings.NONE);
  }

  /** Readiness is told though no application has started the engine. */
  @Override
  public void deploymentFailed() {
    if (EngineHost.started().isEmpty() && SHOWN.compareAndSet(false, true)) {
      Observation.showHealth("sip-async");
    }
  }

  @Override
  public void undeployed(SipApplicationContext context) {
    Application.stop(context);
    Oversight.started().ifPresent(oversight -> oversight.observation().undeployed(context.name()));
  }

  /** The name that the server knows the application by that is being deployed. */
  private static String deployment(SipApplicationContext context) {
    try {
      return (String) new InitialContext().lookup("java:app/AppName");
    } catch (NamingException e) {
      return context.name();
    }
  }
}
