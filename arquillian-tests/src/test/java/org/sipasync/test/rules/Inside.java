package org.sipasync.test.rules;

import java.lang.reflect.Method;
import java.util.Optional;

/** Looks into engine and container, for tests that must see that nothing is left. */
final class Inside {
  private Inside() {}

  static String look() {
    try {
      Object host = call(Class.forName("org.sipasync.cdi.engine.EngineHost"), null, "get");
      Object engine = call(host.getClass(), host, "engine");
      Object lanes = lanes();
      System.gc();
      long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
      return "inFlight=%s lanes=%s waiting=%s heapMB=%d"
          .formatted(
              call(engine.getClass(), engine, "inFlight"),
              call(lanes.getClass(), lanes, "size"),
              call(lanes.getClass(), lanes, "waiting"),
              used >> 20);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object lanes() throws ReflectiveOperationException {
    boolean own = !"restcomm".equals(System.getProperty("sip.container"));
    String container =
        own ? "org.sipasync.payara.own.OwnContainer" : "org.sipasync.restcomm.RestcommContainer";
    Object server = ((Optional<?>) call(Class.forName(container), null, "server")).orElseThrow();
    Object owner = own ? call(server.getClass(), server, "sessions") : server;
    return call(owner.getClass(), owner, "lanes");
  }

  private static Object call(Class<?> type, Object target, String name)
      throws ReflectiveOperationException {
    Method method = type.getDeclaredMethod(name);
    method.setAccessible(true);
    return method.invoke(target);
  }
}
