package org.sipasync.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.sipasync.core.Engine;
import org.sipasync.core.EngineSettings;
import org.sipasync.core.OperationRequest;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.Started;

/**
 * Many operations suspended in the engine alone. A separate program; prints bytes of heap per
 * operation and the delay of their resumption (p50, p99 in ms).
 */
final class EngineScale {
  private static final int WARM_UPS = 10;
  private static final int COLLECTIONS = 3;
  private static final Duration HOLD = Duration.ofSeconds(4);

  private EngineScale() {}

  /** A sleep, as {@code sip-async-functions-sleep} has it. */
  private record Pause(Duration time) implements AsyncFunction {
    @Override
    public String name() {
      return "pause";
    }

    @Override
    public Started start(Operation operation) {
      return new Started.OnTimer(time, Result.ok());
    }
  }

  /** Takes the number of operations. */
  public static void main(String[] arguments) throws InterruptedException {
    int number = Integer.parseInt(arguments[0]);
    try (Engine engine = new Engine(new EngineSettings(2, 2_000_000, 2_000_000))) {
      for (int i = 0; i < WARM_UPS; i++) {
        run(engine, 10_000, Duration.ofMillis(1), false);
      }
      System.out.println(run(engine, number, HOLD, true));
    }
  }

  private static String run(Engine engine, int number, Duration time, boolean withHeap)
      throws InterruptedException {
    long[] late = new long[number];
    CountDownLatch all = new CountDownLatch(number);
    long before = withHeap ? heap() : 0;
    for (int i = 0; i < number; i++) {
      int place = i;
      long due = System.nanoTime() + time.toNanos();
      engine.start(
          new OperationRequest(
              "scale",
              "call",
              "route",
              new Pause(time),
              time.plusSeconds(30),
              Runnable::run,
              result -> {
                late[place] = System.nanoTime() - due;
                all.countDown();
              }));
    }
    Thread.sleep(withHeap ? 200 : 0);
    double each = withHeap ? (double) (heap() - before) / number : 0;
    all.await();
    Latencies latencies = new Latencies();
    for (long nanos : late) {
      latencies.add(nanos);
    }
    return String.format(
        Locale.ROOT, "%.0f %.3f %.3f", each, latencies.percentile(50), latencies.percentile(99));
  }

  private static long heap() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
