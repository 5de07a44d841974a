package org.sipasync.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sipasync.testkit.phone.Body;
import org.sipasync.testkit.phone.CallListener;
import org.sipasync.testkit.phone.CallPlan;
import org.sipasync.testkit.phone.Caller;
import org.sipasync.testkit.phone.PlacedCall;
import org.sipasync.testkit.phone.SipMessage;

/**
 * Thousands of calls, placed by a thread of its own. Keeps of each call only which final responses
 * its INVITE got.
 */
final class Burst implements CallListener, AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final Duration NEVER = Caller.MAX_CALL.plusSeconds(1);

  private final Caller caller;
  private final String target;
  private final Map<PlacedCall, List<Integer>> calls = new ConcurrentHashMap<>();
  private volatile CountDownLatch toPlace = new CountDownLatch(0);
  private Thread thread;

  /**
   * @param userAndParameters what is called, as {@code race;ms=100}
   */
  Burst(int serverPort, String userAndParameters) {
    int semicolon = userAndParameters.indexOf(';');
    target =
        "sip:%s@127.0.0.1:%d%s"
            .formatted(
                userAndParameters.substring(0, semicolon),
                serverPort,
                userAndParameters.substring(semicolon));
    try {
      caller =
          new Caller(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort), this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Places calls at a steady rate; returns when all have begun. Once only.
   *
   * @param cancelAfterMillis when each is cancelled; negative for never
   */
  void place(int count, int perSecond, int cancelAfterMillis) throws InterruptedException {
    CallPlan plan =
        CallPlan.of("INVITE", target)
            .with(Body.NONE)
            .cancelAfter(cancelAfterMillis < 0 ? NEVER : Duration.ofMillis(cancelAfterMillis));
    toPlace = new CountDownLatch(count);
    thread = new Thread(() -> place(plan, count, perSecond), "burst");
    thread.start();
    if (!toPlace.await(count / perSecond + GRACE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(toPlace.getCount() + " calls have not begun");
    }
  }

  private void place(CallPlan plan, int count, int perSecond) {
    try {
      caller.place(plan, count, perSecond);
    } catch (IOException e) {
      if (!Thread.currentThread().isInterrupted()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void placed(PlacedCall call) {
    calls.put(call, new ArrayList<>());
    toPlace.countDown();
  }

  @Override
  public void message(PlacedCall call, boolean sent, SipMessage message, long now) {
    if (sent || !message.isResponse() || !message.method().equals("INVITE")) {
      return;
    }
    List<Integer> finals = calls.get(call);
    synchronized (finals) {
      boolean isRetransmission =
          !finals.isEmpty() && finals.get(finals.size() - 1) == message.status();
      if (message.status() >= 200 && !isRetransmission) {
        finals.add(message.status());
      }
    }
  }

  /** Returns the number of calls without a final response. */
  long open() {
    return finals().filter(List::isEmpty).count();
  }

  /** Returns the number of calls with more than one kind of final response. */
  long contradicted() {
    return finals().filter(each -> each.size() > 1).count();
  }

  /** Returns the number of calls per final status. */
  Map<Integer, Long> outcomes() {
    return finals()
        .flatMap(List::stream)
        .collect(Collectors.groupingBy(status -> status, TreeMap::new, Collectors.counting()));
  }

  private Stream<List<Integer>> finals() {
    return calls.values().stream()
        .map(
            finals -> {
              synchronized (finals) {
                return List.copyOf(finals);
              }
            });
  }

  /** Waits until every call has a final response, or time is up. */
  void awaitEnd(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (open() > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Override
  public void close() {
    try {
      if (thread != null) {
        thread.interrupt();
        thread.join(GRACE.toMillis());
      }
      caller.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
