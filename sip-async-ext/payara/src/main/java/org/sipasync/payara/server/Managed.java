package org.sipasync.payara.server;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionTarget;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import org.sipasync.support.Cdi;

/**
 * An instance of a WAR's class that the container made: with injection and life cycle callbacks. To
 * be used in the WAR's context.
 *
 * @param instance the object
 * @param destruction what ends it
 */
public record Managed<T>(T instance, Runnable destruction) {

  /** Makes an instance, with CDI if the WAR has it. */
  public static <T> Managed<T> create(Class<T> type) {
    return Cdi.manager().map(beans -> create(type, beans)).orElseGet(() -> plain(type));
  }

  /** Instance in a WAR without CDI: with its resources, and no other injection. */
  private static <T> Managed<T> plain(Class<T> type) {
    try {
      Constructor<T> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      T instance = constructor.newInstance();
      ResourceInjection.inject(instance);
      return new Managed<>(instance, () -> {});
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("The constructor of " + type.getName() + " failed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " needs a constructor without arguments", e);
    }
  }

  private static <T> Managed<T> create(Class<T> type, BeanManager beans) {
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

  public void destroy() {
    destruction.run();
  }
}
