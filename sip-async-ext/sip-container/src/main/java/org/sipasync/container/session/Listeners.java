package org.sipasync.container.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EventListener;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sipasync.support.LimitedLog;

/** Listeners of one application, called one after the other in its context. Thread-safe. */
public final class Listeners {
  private static final Logger LOG = System.getLogger(Listeners.class.getName());

  /** True while the thread tells listeners of the end of a session; null otherwise. */
  private static final ThreadLocal<Boolean> TELLS_END = new ThreadLocal<>();

  private final LimitedLog log = new LimitedLog(LOG);
  private final ApplicationContext context;
  private final List<EventListener> all;

  /** Creates the listeners, of any of JSR 289's types, in order. */
  public Listeners(ApplicationContext context, List<? extends EventListener> all) {
    this.context = context;
    this.all = List.copyOf(all);
  }

  /** Returns true if there is a listener of a type. */
  public boolean has(Class<? extends EventListener> type) {
    return all.stream().anyMatch(type::isInstance);
  }

  /**
   * Calls all listeners of a type, as {@link #fire(Class, Consumer)} does.
   *
   * @param event made only if the application has listeners
   */
  <L extends EventListener, E> void fire(Class<L> type, Supplier<E> event, BiConsumer<L, E> to) {
    if (!all.isEmpty()) {
      E made = event.get();
      fire(type, listener -> to.accept(listener, made));
    }
  }

  /** Calls all listeners of a type with an event that leads to the end of a session. */
  <L extends EventListener, E> void fireEnd(Class<L> type, Supplier<E> event, BiConsumer<L, E> to) {
    if (all.isEmpty()) {
      return;
    }
    boolean isInner = isTellingEnd();
    TELLS_END.set(true);
    try {
      fire(type, event, to);
    } finally {
      if (!isInner) {
        TELLS_END.remove();
      }
    }
  }

  /** True if the thread tells a listener of the end of a session. */
  static boolean isTellingEnd() {
    return TELLS_END.get() != null;
  }

  /** Calls all listeners of a type. If one throws, that is logged, and the others are called. */
  public <L extends EventListener> void fire(Class<L> type, Consumer<L> event) {
    for (EventListener listener : all) {
      if (type.isInstance(listener)) {
        call(type.cast(listener), event);
      }
    }
  }

  /** Calls one object of the application, such as a listening attribute. */
  <L> void call(L listener, Consumer<L> event) {
    run(listener, () -> event.accept(listener));
  }

  /** Runs work on an object of the application; what it throws is logged. */
  void run(Object listener, ApplicationContext.Work work) {
    String name = listener.getClass().getName();
    try {
      context.run(null, listener.getClass().getSimpleName(), work);
    } catch (Throwable e) { // whatever an application throws: the caller goes on
      log.log(Level.ERROR, name, "Listener " + name + " failed: " + e);
    }
  }
}
