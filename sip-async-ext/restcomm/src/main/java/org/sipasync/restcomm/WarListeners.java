package org.sipasync.restcomm;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.EventListener;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mobicents.servlet.sip.core.session.SipListenersHolder;
import org.sipasync.payara.server.Managed;

/**
 * The SIP listeners of one WAR. What Restcomm calls are proxies that enter the WAR's context and
 * call the application's instance; a listener that is a SIP servlet too is that servlet's instance.
 */
final class WarListeners extends SipListenersHolder {
  private final WarContext war;
  private final List<Managed<?>> own = new ArrayList<>();

  WarListeners(WarContext war) {
    super(war);
    this.war = war;
  }

  /** Makes the listeners, in the WAR's context. */
  void start(List<Class<?>> types) {
    for (Class<?> type : types) {
      addListenerToBunch(inContext(instance(type)));
    }
  }

  private EventListener instance(Class<?> type) {
    return (EventListener)
        war.servlet(type)
            .orElseGet(
                () -> {
                  Managed<?> listener = Managed.create(type);
                  own.add(listener);
                  return listener.instance();
                });
  }

  private EventListener inContext(EventListener listener) {
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    for (Class<?> type = listener.getClass(); type != null; type = type.getSuperclass()) {
      for (Class<?> face : type.getInterfaces()) {
        if (EventListener.class.isAssignableFrom(face)) {
          interfaces.add(face);
        }
      }
    }
    return (EventListener)
        Proxy.newProxyInstance(
            war.classLoader(),
            interfaces.toArray(Class<?>[]::new),
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return method.invoke(listener, arguments);
              }
              Object[] result = new Object[1];
              war.handle(
                  null,
                  listener.getClass().getSimpleName() + "." + method.getName(),
                  () -> {
                    try {
                      result[0] = method.invoke(listener, arguments);
                    } catch (InvocationTargetException e) {
                      throw e.getCause() instanceof Exception cause ? cause : e;
                    }
                  });
              return result[0];
            });
  }

  /** Ends the listeners, in the WAR's context. */
  void stop() {
    own.forEach(Managed::destroy);
    clean();
  }

  /** Restcomm would make the instances here; they are made in {@link #start}. */
  @Override
  public boolean loadListeners(String[] names, ClassLoader loader) {
    return true;
  }
}
