package org.sipasync.cdi.call;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.kotlinx.lincheck.LinChecker;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.ReportRoute;
import org.sipasync.cdi.engine.DrivenHost;
import org.sipasync.cdi.route.Beans;
import org.sipasync.cdi.route.Routes;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Functions;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TestClock;

/** Launches that start and end while their application stops, whatever interleavings there are. */
@Tag("L4")
@Tag("L7")
public class LaunchesRaceTest {
  /** Driven by the test's threads, one at a time; its timers are not due. */
  private static final EventLoop LOOP = new EventLoop(new TestClock());

  private final Shop shop = new Shop();

  /** Reports need no session's turn: they run at once. */
  private final FakeContainer container = new FakeContainer(shop);

  private final AsyncApplication application =
      new AsyncApplication(
          container,
          Routes.of(List.of(Shop.class), Beans.NONE, new ArrayList<>()),
          DrivenHost.on(LOOP),
          new CallContext("shop", Tracing.OFF, null));
  private final CompletableFuture<String> answer = new CompletableFuture<>();
  private final AtomicInteger launched = new AtomicInteger();
  private volatile boolean stopped;

  /** The application's SIP servlet. */
  static class Shop {
    final AtomicInteger reports = new AtomicInteger();

    @ReportRoute
    void told() {
      reports.incrementAndGet();
    }
  }

  @Operation
  public void launch() {
    AsyncFunction push = Functions.completion("ask", answer::copy);
    application.launch(push, null, null, "told");
    launched.incrementAndGet();
  }

  @Operation
  public void answer() {
    answer.complete("yes");
  }

  @Operation(nonParallelGroup = "stop")
  public void stop() {
    application.stop();
    stopped = true;
  }

  @Operation(nonParallelGroup = "loop")
  public void turnOfTheLoop() throws IOException {
    LOOP.runOnce(0);
  }

  @Validate
  public void eachIsReportedOnce() throws IOException {
    LOOP.runOnce(0);
    int reports = shop.reports.get();
    boolean allHaveEnded = stopped || answer.isDone();
    if (reports > launched.get() || allHaveEnded && reports < launched.get()) {
      throw new IllegalStateException(reports + " reports of " + launched + " launches");
    }
    if (allHaveEnded && application.engine().inFlight() > 0) {
      throw new IllegalStateException("left behind: " + application.engine().operations());
    }
  }

  @Test
  @DisplayName("L4, L7: each launch is reported exactly once, though its application stops")
  void races() {
    new LinChecker(
            LaunchesRaceTest.class,
            new StressOptions()
                .iterations(20)
                .invocationsPerIteration(300)
                .threads(3)
                .actorsPerThread(2))
        .check();
  }
}
