package org.sipasync.restcomm;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.inject.spi.InjectionTarget;

/**
 * An instance of a WAR's class that the container made: with injection and life cycle callbacks. To
 * be used in the WAR's context.
 *
 * @param instance the object
 * @param destruction what ends it
 */
record Managed<T>(T instance, Runnable destruction) {

  static <T> Managed<T> create(Class<T> type) {
    BeanManager beans = CDI.current().getBeanManager();
    AnnotatedType<T> annotated = beans.createAnnotatedType(type);
    InjectionTarget<T> target =
        beans.getInjectionTargetFactory(annotated).createInjectionTarget(null);
    CreationalContext<T> creation = beans.createCreationalContext(null);
    T instance = target.produce(creation);
    target.inject(instance, creation);
    target.postConstruct(instance);
    return new Managed<>(
        instance,
        () -> {
          target.preDestroy(instance);
          target.dispose(instance);
          creation.release();
        });
  }

  void destroy() {
    destruction.run();
  }
}
