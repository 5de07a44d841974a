package org.sipasync.cdi.route;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.sipasync.support.Cdi;

/** A route's view of the application's CDI beans. */
public interface Beans {

  /** No beans, for tests. */
  Beans NONE = (type, annotations) -> Optional.empty();

  /**
   * Returns the bean for a parameter.
   *
   * @param type the parameter's type
   * @param annotations the parameter's annotations, including its qualifiers
   * @return empty unless exactly one bean matches
   */
  Optional<Parameter> parameter(Type type, Annotation[] annotations);

  /** Returns true if CDI creates and intercepts objects of a class. */
  default boolean isBean(Class<?> type) {
    return true;
  }

  /** Returns the beans of the calling thread's application. */
  static Beans ofApplication() {
    return Cdi.manager().<Beans>map(OfApplication::new).orElse(NONE);
  }

  /** Returns the bean of a class; null if there is none. */
  static Bean<?> of(BeanManager manager, Class<?> type) {
    return manager.getBeans(type, Any.Literal.INSTANCE).stream()
        .filter(bean -> bean.getBeanClass() == type)
        .findFirst()
        .orElse(null);
  }

  /** Beans of one application. */
  record OfApplication(BeanManager manager) implements Beans {

    @Override
    public boolean isBean(Class<?> type) {
      return of(manager, type) != null;
    }

    @Override
    public Optional<Parameter> parameter(Type type, Annotation[] annotations) {
      Annotation[] qualifiers =
          Arrays.stream(annotations)
              .filter(annotation -> manager.isQualifier(annotation.annotationType()))
              .toArray(Annotation[]::new);
      Set<Bean<?>> found = manager.getBeans(type, qualifiers);
      if (found.isEmpty() || type == Object.class) {
        return Optional.empty();
      }
      try {
        boolean dependent = manager.resolve(found).getScope() == Dependent.class;
        return Optional.of(new OfBean(type, qualifiers, dependent));
      } catch (jakarta.enterprise.inject.AmbiguousResolutionException ambiguous) {
        return Optional.empty();
      }
    }
  }

  /** A bean as parameter; a Dependent one lives as long as the call. */
  record OfBean(Type type, Annotation[] qualifiers, boolean dependent) implements Parameter {

    @Override
    public Object value(RouteArguments given) {
      return instances().get();
    }

    @Override
    public void release(Object value) {
      if (dependent) {
        instances().destroy(value);
      }
    }

    @SuppressWarnings("unchecked")
    private Instance<Object> instances() {
      return (Instance<Object>) CDI.current().select((Class<?>) raw(type), qualifiers);
    }

    private static Class<?> raw(Type type) {
      return type instanceof java.lang.reflect.ParameterizedType generic
          ? (Class<?>) generic.getRawType()
          : (Class<?>) type;
    }
  }
}
