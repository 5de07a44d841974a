package org.sipasync.functions.events;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.sipasync.function.AsyncFunction;
import org.sipasync.support.ConcurrencyLimit;

/**
 * Waiting for events: OpenSIPS's {@code wait_for_event}. Any code of the application publishes
 * events under a key: SIP handlers, HTTP servlets, beans.
 *
 * <pre>{@code
 * async.call(events.await("paid " + callId).into("receipt")).deadline(ofSeconds(20)).resume("paid");
 * ...
 * events.publish("paid " + callId, receipt);
 * }</pre>
 *
 * <p>A wait begins at the call of {@link #await}, not at the end of the handler: events published
 * after that line are not missed, earlier ones are. An event resumes all waits for its key whose
 * filter accepts it; each waits for one event.
 *
 * <p>Return codes: 1 with the event as value; -1 with the filter's exception as cause; -3 deadline;
 * -4 limit of waits reached.
 *
 * <p>Thread-safe and non-blocking. Keys are only compared, so they may be untrusted.
 */
public final class Events {
  private static final int MAX_KEY = 1_000;

  /** Time after which a wait that was never passed to async or launch is dropped. */
  private static final long UNUSED_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final EventsSettings settings;
  private final LongSupplier clock;
  private final ConcurrentMap<String, Map<Waiter, ConcurrencyLimit.Permit>> waiters =
      new ConcurrentHashMap<>();
  private final ConcurrencyLimit limit;
  private final ArrayDeque<Waiter> unused = new ArrayDeque<>();

  Events(EventsSettings settings, LongSupplier clock) {
    this.settings = settings;
    this.limit =
        new ConcurrencyLimit(
            settings.maxWaiting(), "waits for events", "sip.async.events.max-waiting");
    this.clock = clock;
  }

  /** Creates the events of one application. */
  public static Events of(EventsSettings settings) {
    return new Events(Objects.requireNonNull(settings, "settings"), System::nanoTime);
  }

  /**
   * Waits for the next event of a key.
   *
   * @param key at most 1,000 characters; not null
   */
  public AsyncFunction await(String key) {
    return await(key, Object.class, event -> true);
  }

  /**
   * Waits for the next event of a key that has a type and is accepted by a filter; ignores others.
   *
   * @param key at most 1,000 characters; not null
   * @param type required type of the event; not null
   * @param filter runs on the publisher's thread and must not block; not null
   */
  public <T> AsyncFunction await(String key, Class<T> type, Predicate<? super T> filter) {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(filter, "filter");
    if (key.length() > MAX_KEY) {
      throw new IllegalArgumentException(
          "a key of " + key.length() + " characters is longer than " + MAX_KEY);
    }
    Predicate<Object> accepts = event -> type.isInstance(event) && filter.test(type.cast(event));
    Wait wait = new Wait(() -> begin(key, accepts));
    letGoOfUnused(wait.described());
    return wait;
  }

  /**
   * Publishes an event.
   *
   * @param key key whose waiters receive it; not null
   * @param event the event; should be serialisable (rule A14); not null
   * @return number of waiters that received it
   */
  public int publish(String key, Object event) {
    Objects.requireNonNull(event, "event");
    int got = 0;
    for (Waiter waiter : of(key)) {
      if (waiter.offer(event)) {
        got++;
      }
    }
    return got;
  }

  private List<Waiter> of(String key) {
    Waiter[][] found = {new Waiter[0]};
    waiters.computeIfPresent(
        key,
        (k, present) -> {
          found[0] = present.keySet().toArray(Waiter[]::new);
          return present;
        });
    return List.of(found[0]);
  }

  /** Returns the number of waits. */
  public int waiting() {
    return limit.inFlight();
  }

  private Waiter begin(String key, Predicate<Object> filter) {
    Waiter waiter = new Waiter(key, filter, clock.getAsLong(), this::remove);
    ConcurrencyLimit.Permit permit = limit.acquire();
    try {
      waiters.compute(key, (k, present) -> with(present, waiter, permit));
    } catch (RejectedExecutionException full) {
      permit.release();
      throw full;
    }
    return waiter;
  }

  private Map<Waiter, ConcurrencyLimit.Permit> with(
      Map<Waiter, ConcurrencyLimit.Permit> present, Waiter waiter, ConcurrencyLimit.Permit permit) {
    Map<Waiter, ConcurrencyLimit.Permit> all = present == null ? new LinkedHashMap<>(2) : present;
    if (all.size() >= settings.maxWaitingPerKey()) {
      throw ConcurrencyLimit.reached(
          settings.maxWaitingPerKey(),
          "waits for one event",
          "sip.async.events.max-waiting-per-key");
    }
    all.put(waiter, permit);
    return all;
  }

  private void remove(Waiter waiter) {
    waiters.computeIfPresent(
        waiter.key(),
        (key, present) -> {
          ConcurrencyLimit.Permit permit = present.remove(waiter);
          if (permit != null) {
            permit.release();
          }
          return present.isEmpty() ? null : present;
        });
  }

  private void letGoOfUnused(Waiter latest) {
    synchronized (unused) {
      if (latest != null) {
        unused.add(latest);
      }
      while (!unused.isEmpty()
          && (unused.peek().isUsed() || clock.getAsLong() - unused.peek().since() > UNUSED_NANOS)) {
        unused.poll().endIfUnused();
      }
    }
  }
}
