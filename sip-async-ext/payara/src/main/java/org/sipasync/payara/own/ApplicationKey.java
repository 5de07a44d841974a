package org.sipasync.payara.own;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.payara.server.HandlerContext;

/**
 * Key of a request's application session, by the method with @SipApplicationKey (JSR 289, 18.2).
 */
final class ApplicationKey {
  private ApplicationKey() {}

  /** Calls the method in the application's context; it may return null. */
  static String of(Method method, SipServletRequest request, HandlerContext handlers) {
    String[] key = new String[1];
    try {
      handlers.run(null, method.getName(), () -> key[0] = (String) method.invoke(null, request));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(method + " failed", e.getCause());
    } catch (Exception e) {
      throw new IllegalStateException(method + " cannot be called", e);
    }
    return key[0];
  }
}
