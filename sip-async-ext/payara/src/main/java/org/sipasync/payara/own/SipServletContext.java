package org.sipasync.payara.own;

import jakarta.servlet.ServletContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.sipasync.container.dispatch.ServletDispatcher;
import org.sipasync.container.session.Application;

/**
 * ServletContext of SIP servlets: the WAR's, whose {@code getNamedDispatcher} knows SIP servlets,
 * too (JSR 289, 3.4).
 */
final class SipServletContext {
  private SipServletContext() {}

  /**
   * Wraps a WAR's ServletContext.
   *
   * @param application asked when a dispatcher is
   */
  static ServletContext of(ServletContext servletContext, Supplier<Application> application) {
    return (ServletContext)
        Proxy.newProxyInstance(
            ServletContext.class.getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (proxy, method, arguments) -> {
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
