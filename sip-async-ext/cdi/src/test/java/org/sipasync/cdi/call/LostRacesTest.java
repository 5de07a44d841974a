package org.sipasync.cdi.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.ReportRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.cdi.engine.DrivenHost;
import org.sipasync.cdi.route.Beans;
import org.sipasync.cdi.route.Routes;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TestClock;

/**
 * The moments within the start of an operation, one by one: too short for {@link LaunchesRaceTest}
 * to meet them.
 */
class LostRacesTest {
  private final EventLoop loop = new EventLoop(new TestClock());
  private final Shop shop = new Shop();
  private final FakeContainer container = new FakeContainer(shop);
  private final AsyncApplication application =
      new AsyncApplication(
          container,
          Routes.of(List.of(Shop.class), Beans.NONE, new ArrayList<>()),
          DrivenHost.on(loop),
          new CallContext("shop", Tracing.OFF, null));

  /** The application's SIP servlet. */
  static class Shop {
    final List<Integer> resumed = new ArrayList<>();
    final List<Integer> told = new ArrayList<>();

    @ResumeRoute
    void credited(@ReturnCode int rc) {
      resumed.add(rc);
    }

    @ReportRoute
    void told(@ReturnCode int rc) {
      told.add(rc);
    }
  }

  /** A function that never finishes. The engine asks for its name when it is about to start it. */
  private record Never(Runnable whenAsked) implements AsyncFunction {
    @Override
    public String name() {
      whenAsked.run();
      return "never";
    }

    @Override
    public Started start(Operation operation) {
      return new Started.OnCompletion(new CompletableFuture<>(), () -> {});
    }
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    loop.runOnce(0);
    container.runTurns();
    assertThat(application.engine().inFlight()).isZero();
    application.stop();
    loop.close();
  }

  @Test
  @Tag("A8")
  @DisplayName("A8: a CANCEL that comes before the operation has started cancels it all the same")
  void abandonedWhileItStarts() {
    Never never = new Never(container::abandon);
    application.handOver(new CallDescription(never, "credited", null, container.invite, null));
    assertThat(application.engine().inFlight()).isZero();
    container.runTurns();
    assertThat(shop.resumed).isEmpty();
  }

  @Test
  @Tag("L7")
  @DisplayName("L7: a launch whose application stops while it starts is ended and told of, once")
  void stoppedWhileItStarts() throws InterruptedException {
    Thread stopping = new Thread(application::stop, "stop");
    Never never = new Never(() -> startAndAwaitWaiting(stopping));
    application.launch(never, null, null, "told");
    stopping.join();
    assertThat(shop.told).containsExactly(ReturnCodes.SHUTDOWN);
  }

  /** Returns when the stop has told the launches that there are, and waits for their reports. */
  private static void startAndAwaitWaiting(Thread stopping) {
    if (stopping.getState() == Thread.State.NEW && isStarting()) {
      stopping.start();
      while (stopping.getState() != Thread.State.TIMED_WAITING && stopping.isAlive()) {
        Thread.onSpinWait();
      }
    }
  }

  private static boolean isStarting() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getClassName().endsWith("core.Engine")));
  }

  @Test
  @Tag("L7")
  @DisplayName("L7: a launch of an application that has stopped is told that it did not start")
  void launchedAfterTheStop() {
    application.stop();
    application.launch(new Never(() -> {}), null, null, "told");
    assertThat(shop.told).containsExactly(ReturnCodes.SHUTDOWN);
  }
}
