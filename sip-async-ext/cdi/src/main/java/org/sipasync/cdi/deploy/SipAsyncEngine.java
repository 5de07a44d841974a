package org.sipasync.cdi.deploy;

import java.lang.annotation.Annotation;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.ConfigProvider;
import org.sipasync.cdi.admin.HealthChecks;
import org.sipasync.cdi.engine.EngineHost;
import org.sipasync.cdi.route.Beans;
import org.sipasync.cdi.route.EngineAnnotations;
import org.sipasync.spi.CheckedApplication;
import org.sipasync.spi.SipApplicationClasses;
import org.sipasync.spi.SipEngine;
import org.sipasync.support.Cdi;

/** Entry point of the engine for the container. Public for the service loader. */
public final class SipAsyncEngine implements SipEngine {
  private static final AtomicBoolean SHOWN = new AtomicBoolean();

  @Override
  public Set<Class<? extends Annotation>> annotations() {
    return EngineAnnotations.ALL;
  }

  @Override
  public CheckedApplication check(SipApplicationClasses classes) {
    Set<Class<?>> annotated = new LinkedHashSet<>(routeClasses());
    annotated.addAll(classes.annotated());
    boolean clusterStore =
        ConfigProvider.getConfig()
            .getOptionalValue("sip.async.cluster-store", Boolean.class)
            .orElse(false);
    return new Checked(
        Validation.of(classes.servlets(), annotated, Beans.ofApplication(), clusterStore));
  }

  private static Set<Class<?>> routeClasses() {
    return Cdi.manager()
        .map(manager -> manager.getExtension(SipAsyncExtension.class).routeClasses())
        .orElse(Set.of());
  }

  /** Publishes the health checks even if no application has started the engine. */
  @Override
  public void deploymentFailed() {
    if (EngineHost.started().isEmpty() && SHOWN.compareAndSet(false, true)) {
      HealthChecks.show("sip-async");
    }
  }
}
