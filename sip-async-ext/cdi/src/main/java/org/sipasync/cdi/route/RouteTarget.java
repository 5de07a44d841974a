package org.sipasync.cdi.route;

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

  static <T> RouteTarget ofBean(BeanManager beans, Bean<T> bean) {
    CreationalContext<T> creation = beans.createCreationalContext(bean);
    T instance = beans.getContext(bean.getScope()).get(bean, creation);
    return new RouteTarget(
        instance, beans.isNormalScope(bean.getScope()) ? () -> {} : creation::release);
  }

  @Override
  public void close() {
    end.run();
  }
}
