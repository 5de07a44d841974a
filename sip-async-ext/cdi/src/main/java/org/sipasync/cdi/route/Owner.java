package org.sipasync.cdi.route;

import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Optional;
import org.sipasync.spi.SipApplicationContext;

/**
 * The class whose methods are called: a SIP servlet's or a bean's. The bean is looked up once, on
 * first use, because the lookup takes longer than the call.
 */
final class Owner {
  private final Class<?> type;
  private BeanManager beans; // written before the bean, read after it
  private volatile Bean<?> bean;

  Owner(Class<?> type) {
    this.type = type;
  }

  Class<?> type() {
    return type;
  }

  /** Returns the object to call; called in the application's context. */
  RouteTarget target(SipApplicationContext context) {
    Optional<Object> servlet = context.servlet(type);
    return servlet.isPresent() ? new RouteTarget(servlet.get(), RouteTarget.NOTHING) : ofBean();
  }

  private RouteTarget ofBean() {
    Bean<?> known = bean;
    if (known == null) {
      beans = CDI.current().getBeanManager();
      known = Beans.of(beans, type);
      bean = known;
    }
    return RouteTarget.ofBean(beans, known);
  }
}
