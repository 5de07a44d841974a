package org.sipasync.cdi.call;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;

/** SLF4J's mapped diagnostic context of an application that contains SLF4J; the server has none. */
final class Mdc {
  private final MethodHandle copy;
  private final MethodHandle set;
  private final MethodHandle put;
  private final MethodHandle clear;

  private Mdc(Class<?> mdc) throws ReflectiveOperationException {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    copy = lookup.findStatic(mdc, "getCopyOfContextMap", MethodType.methodType(Map.class));
    set = lookup.findStatic(mdc, "setContextMap", MethodType.methodType(void.class, Map.class));
    put =
        lookup.findStatic(
            mdc, "put", MethodType.methodType(void.class, String.class, String.class));
    clear = lookup.findStatic(mdc, "clear", MethodType.methodType(void.class));
  }

  /** Returns the MDC visible to an application; null without one. */
  static Mdc of(ClassLoader application) {
    try {
      return new Mdc(Class.forName("org.slf4j.MDC", false, application));
    } catch (ReflectiveOperationException | LinkageError none) {
      return null;
    }
  }

  /** Returns the calling thread's entries; null if empty. */
  @SuppressWarnings("unchecked")
  Map<String, String> copy() {
    return (Map<String, String>) call(copy::invoke);
  }

  /** Replaces the calling thread's entries; null clears them. */
  void set(Map<String, String> values) {
    call(
        () -> {
          if (values == null) {
            clear.invoke();
          } else {
            set.invoke(values);
          }
          return null;
        });
  }

  void put(String key, String value) {
    call(
        () -> {
          put.invoke(key, value);
          return null;
        });
  }

  @FunctionalInterface
  private interface Call {
    Object call() throws Throwable;
  }

  private static Object call(Call call) {
    try {
      return call.call();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
