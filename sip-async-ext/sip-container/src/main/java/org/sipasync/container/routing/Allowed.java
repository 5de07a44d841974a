package org.sipasync.container.routing;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.servlet.sip.SipServlet;
import org.sipasync.sip.message.Method;

/**
 * Methods that a servlet handles, by its class or as it says itself, for 405 and Allow. Immutable.
 */
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

  /** Methods that begin nothing, which handlers may name all the same. */
  private static final Set<String> WITHIN_INVITE = Set.of("ACK", "CANCEL", "PRACK");

  private static final ClassValue<Allowed> CACHE =
      new ClassValue<>() {
        @Override
        protected Allowed computeValue(Class<?> type) {
          return Allowed.of(type);
        }
      };

  private final boolean all;

  /** Upper case. */
  private final Set<String> methods;

  private Allowed(boolean all, Set<String> methods) {
    this.all = all;
    this.methods = methods;
  }

  public static Allowed of(SipServlet servlet) {
    if (servlet instanceof SelectiveServlet handlers) {
      return new Allowed(handlers.methods().isEmpty(), handlers.methods().orElse(Set.of()));
    }
    return CACHE.get(servlet.getClass());
  }

  private static Allowed of(Class<?> type) {
    Set<String> methods = new TreeSet<>();
    for (String method : METHODS) {
      if (overrides(type, "do" + method)) {
        methods.add(method.toUpperCase(Locale.ROOT));
      }
    }
    return new Allowed(overrides(type, "service") || overrides(type, "doRequest"), methods);
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

  /** Methods that begin something and that it handles, of those that are known; sorted. */
  public Set<String> methods() {
    Set<String> beginning = new TreeSet<>(all ? KNOWN : methods);
    beginning.removeAll(WITHIN_INVITE);
    return beginning;
  }

  /** Value of Allow. */
  @Override
  public String toString() {
    return String.join(", ", methods()) + (methods.contains("INVITE") ? ", ACK, CANCEL" : "");
  }
}
