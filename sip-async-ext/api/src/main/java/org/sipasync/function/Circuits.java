package org.sipasync.function;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.function.Function;

/**
 * Registry of the circuit breakers shown to operators. A function that guards its peer with one
 * registers it here, whatever its library. Thread-safe.
 */
public final class Circuits {
  /** Limit of breakers shown; further ones are ignored. */
  private static final int MAX_SHOWN = 1_000;

  private static final Map<Object, Shown<?>> SHOWN =
      Collections.synchronizedMap(new WeakHashMap<>());

  private Circuits() {}

  /** State of a circuit breaker. */
  public enum State {
    /** Calls pass. */
    CLOSED,
    /** Some calls pass, to probe the peer. */
    HALF_OPEN,
    /** No calls pass: the peer has failed too often. */
    OPEN
  }

  /**
   * Shows a circuit breaker while it is referenced elsewhere; repeated calls are cheap.
   *
   * @param name name shown to operators; not null
   * @param breaker the breaker; held weakly; not null
   * @param state returns the breaker's state, on any thread; must not reference the breaker; not
   *     null
   */
  public static <B> void show(String name, B breaker, Function<? super B, State> state) {
    Objects.requireNonNull(name, "name");
    Shown<?> present = SHOWN.get(breaker);
    if ((present == null || !present.name.equals(name))
        && (present != null || SHOWN.size() < MAX_SHOWN)) {
      ClassLoader application = Thread.currentThread().getContextClassLoader();
      SHOWN.put(
          breaker,
          new Shown<>(name, new WeakReference<>(application), new WeakReference<>(breaker), state));
    }
  }

  /** Hides the circuit breakers of an application; called when it is undeployed. */
  public static void hide(ClassLoader application) {
    synchronized (SHOWN) {
      SHOWN.values().removeIf(shown -> shown.application.refersTo(application));
    }
  }

  /** Returns the circuit breakers shown, in no particular order. */
  public static List<Circuit> all() {
    List<Circuit> circuits = new ArrayList<>();
    synchronized (SHOWN) {
      SHOWN.values().forEach(shown -> shown.addTo(circuits));
    }
    return circuits;
  }

  /**
   * Snapshot of a circuit breaker.
   *
   * @param name its name
   * @param application context class loader of the thread that showed it; null if unknown
   * @param state its state
   */
  public record Circuit(String name, ClassLoader application, State state) {}

  private record Shown<B>(
      String name,
      WeakReference<ClassLoader> application,
      WeakReference<B> breaker,
      Function<? super B, State> state) {

    void addTo(List<Circuit> circuits) {
      B alive = breaker.get();
      if (alive != null) {
        circuits.add(new Circuit(name, application.get(), state.apply(alive)));
      }
    }
  }
}
