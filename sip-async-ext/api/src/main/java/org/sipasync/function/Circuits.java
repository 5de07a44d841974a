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
 * The circuit breakers that operators see. A function that guards its peer with one shows it here,
 * whatever library it is of. Safe for use by many threads.
 */
public final class Circuits {
  /** More than this nobody looks at; further ones are not shown. */
  private static final int MAX_SHOWN = 1_000;

  private static final Map<Object, Shown<?>> SHOWN =
      Collections.synchronizedMap(new WeakHashMap<>());

  private Circuits() {}

  /** What a circuit breaker lets through. */
  public enum State {
    /** Everything: the peer is well. */
    CLOSED,
    /** Some, to see whether the peer is well again. */
    HALF_OPEN,
    /** Nothing: the peer has failed too often. */
    OPEN
  }

  /**
   * Shows a circuit breaker for as long as somebody else holds it; again and again costs little.
   *
   * @param name what operators call it; not null
   * @param breaker the breaker; held weakly; not null
   * @param state tells the breaker's state, from any thread; must not hold the breaker; not null
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

  /** Shows the circuit breakers of an application no more; called when it is undeployed. */
  public static void hide(ClassLoader application) {
    synchronized (SHOWN) {
      SHOWN.values().removeIf(shown -> shown.application.refersTo(application));
    }
  }

  /** The circuit breakers that are shown, in no order. */
  public static List<Circuit> all() {
    List<Circuit> circuits = new ArrayList<>();
    synchronized (SHOWN) {
      SHOWN.values().forEach(shown -> shown.addTo(circuits));
    }
    return circuits;
  }

  /**
   * A circuit breaker as it is now.
   *
   * @param name its name
   * @param application the class loader that was its thread's when it was shown; null if unknown
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
