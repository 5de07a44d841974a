package org.sipasync.payara;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

/**
 * Stand-in for a SIP object of an application that is still to be started: for web listeners, which
 * the server makes before. Thread-safe.
 */
final class EarlySipObject {
  private EarlySipObject() {}

  /**
   * Makes a stand-in.
   *
   * @param type an interface
   * @param object gets the object; null as long as the application has not started
   */
  static <T> T of(Class<T> type, Supplier<?> object) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getDeclaringClass() == Object.class) {
            return ofObject(type, proxy, method.getName(), arguments);
          }
          Object real = object.get();
          if (real == null) {
            throw new IllegalStateException(
                type.getSimpleName() + " is of use once the SIP application has started");
          }
          try {
            return method.invoke(real, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(
        Proxy.newProxyInstance(
            EarlySipObject.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object ofObject(Class<?> type, Object proxy, String method, Object[] arguments) {
    return switch (method) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> type.getSimpleName() + " of an application";
    };
  }
}
