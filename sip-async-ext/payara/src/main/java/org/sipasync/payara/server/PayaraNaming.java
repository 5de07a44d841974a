package org.sipasync.payara.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;

/**
 * Binds into {@code java:comp/env} of the WAR that is being deployed on this thread.
 *
 * <p>Jakarta EE has no way to do so, and Payara binds something useless for {@code @Resource}
 * fields of types it does not know, so Payara's own naming manager is asked, by reflection: its
 * jars are in no repository. The only other use of Payara's internals is {@code PayaraServices}.
 */
public final class PayaraNaming {
  private PayaraNaming() {}

  /** Binds objects by their names below java:comp/env. */
  public static void bind(Map<String, Object> bindings) {
    try {
      doBind(bindings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "@Resource of SIP objects needs Payara's naming manager, which this server does not have",
          e);
    }
  }

  private static void doBind(Map<String, Object> bindings) throws ReflectiveOperationException {
    Class<?> binding = Class.forName("org.glassfish.api.naming.JNDIBinding");
    List<Object> list =
        bindings.entrySet().stream()
            .map(e -> asBinding(binding, "java:module/env/" + e.getKey(), e.getValue()))
            .toList();
    Object invocation =
        call(service("org.glassfish.api.invocation.InvocationManager"), "getCurrentInvocation");
    Class<?> manager = Class.forName("org.glassfish.api.naming.GlassfishNamingManager");
    manager
        .getMethod("bindToModuleNamespace", String.class, String.class, java.util.Collection.class)
        .invoke(
            service(manager.getName()),
            call(invocation, "getAppName"),
            call(invocation, "getModuleName"),
            list);
  }

  private static Object asBinding(Class<?> type, String name, Object value) {
    InvocationHandler handler =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getName" -> name;
              case "getValue" -> value;
              case "hashCode" -> name.hashCode();
              case "equals" -> proxy == arguments[0];
              default -> name;
            };
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  private static Object service(String type) throws ReflectiveOperationException {
    Object habitat =
        Class.forName("org.glassfish.internal.api.Globals")
            .getMethod("getDefaultHabitat")
            .invoke(null);
    Class<?> locator = Class.forName("org.glassfish.hk2.api.ServiceLocator");
    return locator
        .getMethod("getService", Class.class, java.lang.annotation.Annotation[].class)
        .invoke(habitat, Class.forName(type), new java.lang.annotation.Annotation[0]);
  }

  private static Object call(Object target, String getter) throws ReflectiveOperationException {
    return target.getClass().getMethod(getter).invoke(target);
  }
}
