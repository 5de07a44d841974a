package org.sipasync.container.routing;

import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.servlet.sip.SipServlet;
import org.sipasync.sip.message.Method;

/** Methods that a servlet's class handles, for 405 and Allow. Immutable. */
public final class Allowed {
  private static final String[] METHODS = {
    "Invite",
    "Options",
    "Register",
    "Info",
    "Subscribe",
    "Notify",
    "Message",
    "Refer",
    "Publish",
    "Update",
    "Bye"
  };

  private static final Set<String> KNOWN =
      Stream.of(METHODS)
          .map(method -> method.toUpperCase(Locale.ROOT))
          .collect(Collectors.toCollection(TreeSet::new));

  private static final ClassValue<Allowed> CACHE =
      new ClassValue<>() {
        @Override
        protected Allowed computeValue(Class<?> type) {
          return new Allowed(type);
        }
      };

  private final boolean all;
  private final Set<String> methods = new TreeSet<>();

  private Allowed(Class<?> type) {
    all = overrides(type, "service") || overrides(type, "doRequest");
    for (String method : METHODS) {
      if (overrides(type, "do" + method)) {
        methods.add(method.toUpperCase(Locale.ROOT));
      }
    }
  }

  public static Allowed of(SipServlet servlet) {
    return CACHE.get(servlet.getClass());
  }

  private static boolean overrides(Class<?> type, String method) {
    for (Class<?> c = type; c != null && c != SipServlet.class; c = c.getSuperclass()) {
      for (var declared : c.getDeclaredMethods()) {
        if (declared.getName().equals(method)) {
          return true;
        }
      }
    }
    return false;
  }

  public boolean allows(Method method) {
    return all || methods.contains(method.toString());
  }

  /** Methods that begin something and that it handles, of those that are known. */
  public Set<String> methods() {
    return all ? KNOWN : Collections.unmodifiableSet(methods);
  }

  /** Value of Allow. */
  @Override
  public String toString() {
    return methods.contains("INVITE")
        ? String.join(", ", methods) + ", ACK, CANCEL"
        : String.join(", ", methods);
  }
}
