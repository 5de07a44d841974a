package org.sipasync.payara.own;

import jakarta.servlet.ServletContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import javax.servlet.sip.Flow;
import org.sipasync.container.dispatch.ServletDispatcher;
import org.sipasync.container.session.Application;
import org.sipasync.jsr359.SipContext2;

/**
 * ServletContext of SIP servlets: the WAR's, whose {@code getNamedDispatcher} knows SIP servlets,
 * too (JSR 289, 3.4), with {@link SipContext2}'s methods.
 */
final class SipServletContext {
  private SipServletContext() {}

  /**
   * Wraps a WAR's ServletContext.
   *
   * @param application asked when a dispatcher is
   * @param flows finds an application's flow of a token
   */
  static ServletContext of(
      ServletContext servletContext,
      Supplier<Application> application,
      BiFunction<String, Application, Flow> flows) {
    return (ServletContext)
        Proxy.newProxyInstance(
            ServletContext.class.getClassLoader(),
            new Class<?>[] {SipContext2.class},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == SipContext2.class) {
                return flows.apply((String) arguments[0], application.get());
              }
              if (method.getName().equals("getNamedDispatcher")) {
                Object dispatcher =
                    ServletDispatcher.of(application.get(), String.valueOf(arguments[0]));
                if (dispatcher != null) {
                  return dispatcher;
                }
              }
              try {
                return method.invoke(servletContext, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
