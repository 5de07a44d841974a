package org.sipasync.cdi.admin;

import java.lang.annotation.Annotation;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * Payara's own services for metrics and health, by reflection, because its jars are in no
 * repository.
 *
 * <p>By the standard only applications have registries and checks, and Payara provides them only to
 * applications that use the annotations themselves. These metrics belong to the server and must be
 * visible regardless.
 */
final class PayaraServices {
  private PayaraServices() {}

  /**
   * Returns the server's registry of our own scope, because its vendor registry is emptied at the
   * first scrape.
   */
  static MetricRegistry metrics() throws ReflectiveOperationException {
    Class<?> service = Class.forName("fish.payara.microprofile.metrics.MetricsService");
    Class<?> context = Class.forName(service.getName() + "$MetricsContext");
    Object ofServer =
        service
            .getMethod("getContext", String.class)
            .invoke(service(service), context.getField("SERVER_CONTEXT_NAME").get(null));
    if (ofServer == null) {
      throw new ClassNotFoundException("MicroProfile Metrics is disabled in this server");
    }
    return (MetricRegistry)
        context.getMethod("getOrCreateRegistry", String.class).invoke(ofServer, "sip");
  }

  /**
   * Adds a health check.
   *
   * @param application the server's name of a deployed application; the checks are removed when it
   *     is undeployed
   * @param type LIVENESS or READINESS
   */
  static void health(String application, String type, HealthCheck check)
      throws ReflectiveOperationException {
    Class<?> service = Class.forName("fish.payara.microprofile.healthcheck.HealthCheckService");
    Class<?> types = Class.forName("fish.payara.microprofile.healthcheck.HealthCheckType");
    service
        .getMethod("registerHealthCheck", String.class, HealthCheck.class, types)
        .invoke(service(service), application, check, types.getField(type).get(null));
  }

  private static Object service(Class<?> type) throws ReflectiveOperationException {
    Object habitat =
        Class.forName("org.glassfish.internal.api.Globals")
            .getMethod("getDefaultHabitat")
            .invoke(null);
    Object service =
        Class.forName("org.glassfish.hk2.api.ServiceLocator")
            .getMethod("getService", Class.class, Annotation[].class)
            .invoke(habitat, type, new Annotation[0]);
    if (service == null) {
      throw new ClassNotFoundException("this server does not run " + type.getName());
    }
    return service;
  }
}
