package org.sipasync.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Set;
import org.sipasync.CancelRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.SipAsync;

/**
 * Gives a WAR its {@link SipAsync} and notes which of its classes declare routes. Public because
 * CDI knows it by name.
 */
public class SipAsyncExtension implements Extension {
  private final Set<Class<?>> routeClasses = new LinkedHashSet<>();

  void note(
      @Observes @WithAnnotations({ResumeRoute.class, CancelRoute.class})
          ProcessAnnotatedType<?> type) {
    Class<?> routeClass = type.getAnnotatedType().getJavaClass();
    if (!routeClass.isInterface() && !Modifier.isAbstract(routeClass.getModifiers())) {
      routeClasses.add(routeClass);
    }
  }

  void add(@Observes AfterBeanDiscovery discovery) {
    discovery
        .<SipAsync>addBean()
        .types(SipAsync.class, Object.class)
        .scope(ApplicationScoped.class)
        .createWith(context -> new Facade());
  }

  /** The classes of this WAR's bean archives that declare routes. */
  Set<Class<?>> routeClasses() {
    return routeClasses;
  }
}
