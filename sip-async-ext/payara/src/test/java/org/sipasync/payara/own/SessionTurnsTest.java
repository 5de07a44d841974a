package org.sipasync.payara.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.servlet.sip.SipServlet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.Application;
import org.sipasync.container.session.ApplicationContext;
import org.sipasync.container.session.Lanes;
import org.sipasync.container.session.Listeners;
import org.sipasync.container.session.Sessions;
import org.sipasync.container.session.Timers;
import org.sipasync.spi.ContextScope;

/** Works in sessions' turns; timers and threads run when a test lets them. */
@Tag("X1")
class SessionTurnsTest {
  private static final int MAX = 3;

  private final List<String> log = new ArrayList<>();
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final Map<Runnable, Duration> timers = new LinkedHashMap<>();
  private final Sessions sessions = new Sessions(new Lanes(threads::add), new Clock(), this::id);
  private final ApplicationContext context =
      (message, name, work) -> {
        log.add("enter " + name);
        try {
          work.run();
        } finally {
          log.add("leave");
        }
      };
  private final Application application = application("app");
  private final SessionTurns turns =
      new SessionTurns("app", context, Scope::new, sessions.timers(), threads::add, MAX);
  private final AppSession session = sessions.create(application);
  private int ids;

  private String id() {
    return "id" + ++ids;
  }

  private final class Clock implements Timers {
    @Override
    public long currentTimeMillis() {
      return 1;
    }

    @Override
    public Handle after(Duration delay, Runnable task) {
      timers.put(task, delay);
      return () -> timers.remove(task);
    }
  }

  private final class Scope implements ContextScope {
    Scope() {
      log.add("open");
    }

    @Override
    public void failed(Throwable failure) {
      log.add("failed " + failure.getMessage());
    }

    @Override
    public void close() {
      log.add("close");
    }
  }

  private Application application(String name) {
    return new Application(
        name,
        null,
        ApplicationContext.NONE,
        new Listeners(ApplicationContext.NONE, List.of()),
        Map.of("main", new SipServlet() {}),
        "main",
        request -> "main",
        0);
  }

  private void run() {
    for (Runnable task = threads.poll(); task != null; task = threads.poll()) {
      task.run();
    }
  }

  private <T> CompletionStage<T> note(String text) {
    return turns.call(
        session,
        () -> {
          log.add(text);
          return null;
        });
  }

  private static void assertFailed(CompletionStage<?> stage, Problem problem) {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    stage.whenComplete((value, thrown) -> failure.complete(thrown));
    assertThat(failure)
        .isCompletedWithValueMatching(
            thrown -> thrown instanceof SipAsyncException e && e.problem() == problem);
  }

  @Test
  void runsInTheTurnInContextAndScope() {
    session.execute(() -> log.add("handler"));
    CompletionStage<String> stage = turns.call(session, () -> "value");
    stage.thenAccept(value -> log.add("told"));
    assertThat(log).isEmpty();
    run();
    assertThat(log)
        .containsExactly("handler", "enter sessions.run", "open", "close", "told", "leave");
    assertThat(stage.toCompletableFuture()).isCompletedWithValue("value");
    assertThat(timers).isEmpty();
  }

  @Test
  void failureIsTheStagesAndTheLaneGoesOn() {
    CompletionStage<Void> failing =
        turns.call(
            session,
            () -> {
              throw new IOException("no");
            });
    CompletionStage<Void> next = note("next");
    run();
    assertThat(failing.toCompletableFuture()).isCompletedExceptionally();
    assertThatThrownBy(() -> failing.toCompletableFuture().get()).hasRootCauseMessage("no");
    assertThat(log).containsSubsequence("open", "failed no", "close", "leave", "next");
    assertThat(next.toCompletableFuture()).isCompletedWithValue(null);
  }

  @Test
  void errorIsAFailureToo() {
    CompletionStage<Void> failing =
        turns.call(
            session,
            () -> {
              throw new StackOverflowError();
            });
    run();
    assertThat(failing.toCompletableFuture()).isCompletedExceptionally();
  }

  /** A handler before it in the lane has ended it. */
  @Test
  void sessionThatEndsBeforeTheTurn() {
    session.execute(session::invalidate);
    CompletionStage<Void> stage = note("never");
    run();
    assertFailed(stage, Problem.SESSION_OVER);
    assertThat(log).doesNotContain("never");
    assertThat(timers).isEmpty();
  }

  @Test
  void sessionThatIsOverIsRefused() {
    session.invalidate();
    assertThatThrownBy(() -> note("never")).hasMessageContaining("SIPA-0031");
  }

  @Test
  void anotherApplicationsSessionIsRefused() {
    AppSession other = sessions.create(application("other"));
    assertThatThrownBy(() -> turns.call(other, () -> 1)).hasMessageContaining("SIPA-0030");
  }

  @Test
  void fullQueueRefusesUntilThereIsRoom() {
    for (int i = 0; i < MAX; i++) {
      note("work");
    }
    assertThatThrownBy(() -> note("never")).hasMessageContaining("SIPA-0032");
    run();
    note("again");
    run();
    assertThat(log).contains("again").doesNotContain("never");
  }

  @Test
  void turnThatDoesNotCome() {
    CompletionStage<Void> stage = note("never");
    assertThat(timers).containsValue(SessionTurns.MAX_WAIT);
    List.copyOf(timers.keySet()).forEach(Runnable::run);
    assertThat(stage.toCompletableFuture()).isNotDone();
    run();
    assertFailed(stage, Problem.TURN_TOO_LATE);
    assertThat(log).doesNotContain("never");
  }

  @Test
  void cancelledWorkDoesNotRun() {
    CompletionStage<Void> stage = note("never");
    stage.toCompletableFuture().cancel(false);
    run();
    assertThat(log).isEmpty();
  }

  @Test
  void undeploymentFailsWhatWaitsAndRefusesMore() {
    CompletionStage<Void> stage = note("never");
    turns.close();
    assertFailed(stage, Problem.SESSION_OVER);
    run();
    assertThat(log).doesNotContain("never");
    assertThatThrownBy(() -> note("never")).hasMessageContaining("SIPA-0031");
  }

  /** Works follow each other; nothing waits for itself. */
  @Test
  void workOfAHandlerOfTheSameSessionRunsAfterIt() {
    session.execute(
        () -> {
          note("second").thenRun(() -> log.add("told of second"));
          log.add("first");
        });
    run();
    assertThat(log).containsSubsequence("first", "second", "told of second");
  }

  @Test
  void workWithinWorkRunsAfterIt() {
    turns.call(
        session,
        () -> {
          note("inner");
          log.add("outer");
          return null;
        });
    run();
    assertThat(log).containsSubsequence("outer", "inner");
  }
}
