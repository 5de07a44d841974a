package org.sipasync.cdi.route;

import jakarta.enterprise.context.spi.Context;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;

/**
 * Target object of a route: the live SIP servlet, or the contextual instance of the bean rather
 * than its client proxy, which does not delegate private methods.
 *
 * @param instance the object
 * @param end action after the call
 */
record RouteTarget(Object instance, Runnable end) implements AutoCloseable {
  static final Runnable NOTHING = () -> {};

  static <T> RouteTarget ofBean(BeanManager beans, Bean<T> bean) {
    Context context = beans.getContext(bean.getScope());
    T present = context.get(bean);
    if (present != null) {
      return new RouteTarget(present, NOTHING);
    }
    CreationalContext<T> creation = beans.createCreationalContext(bean);
    T instance = context.get(bean, creation);
    return new RouteTarget(
        instance, beans.isNormalScope(bean.getScope()) ? NOTHING : creation::release);
  }

  @Override
  public void close() {
    end.run();
  }
}
