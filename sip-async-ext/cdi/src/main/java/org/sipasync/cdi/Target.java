package org.sipasync.cdi;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import org.sipasync.spi.SipApplicationContext;

/**
 * The object that a route is called on: the live SIP servlet, or the contextual instance of the
 * bean. Not its client proxy, which does not pass on calls of private methods.
 *
 * @param instance the object
 * @param end what is due after the call
 */
record Target(Object instance, Runnable end) implements AutoCloseable {

  static Target of(SipApplicationContext context, Class<?> owner) {
    return context
        .servlet(owner)
        .map(servlet -> new Target(servlet, () -> {}))
        .orElseGet(() -> ofBean(owner));
  }

  private static Target ofBean(Class<?> owner) {
    BeanManager beans = CDI.current().getBeanManager();
    return ofBean(beans, Beans.of(beans, owner));
  }

  private static <T> Target ofBean(BeanManager beans, Bean<T> bean) {
    CreationalContext<T> creation = beans.createCreationalContext(bean);
    T instance = beans.getContext(bean.getScope()).get(bean, creation);
    return new Target(
        instance, beans.isNormalScope(bean.getScope()) ? () -> {} : creation::release);
  }

  @Override
  public void close() {
    end.run();
  }
}
