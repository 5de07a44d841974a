package org.sipasync.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OnDemandLoopTest {
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final OnDemandLoop loop = new OnDemandLoop("on-demand", () -> done.add("closed"));

  private Thread thread() throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    loop.execute(() -> thread.complete(Thread.currentThread()));
    return thread.get(10, TimeUnit.SECONDS);
  }

  @Test
  void theFirstTaskStartsTheThread() throws Exception {
    assertThat(loop.loop()).isNull();
    assertThat(thread().getName()).isEqualTo("on-demand");
    assertThat(thread()).isSameAs(thread()).matches(Thread::isDaemon);
    loop.close();
  }

  @Test
  void tasksUseItsTimers() throws Exception {
    CompletableFuture<Thread> due = new CompletableFuture<>();
    loop.execute(
        () ->
            loop.loop()
                .timerAfter(
                    loop.loop().now(),
                    Duration.ofMillis(1),
                    () -> due.complete(Thread.currentThread())));
    assertThat(due.get(10, TimeUnit.SECONDS)).isSameAs(thread());
    loop.close();
  }

  @Test
  void closeRunsWhatIsEnqueuedThenItsOwnTask() throws Exception {
    Thread thread = thread();
    for (int i = 0; i < 3; i++) {
      int number = i;
      loop.execute(() -> done.add("task " + number));
    }
    loop.close();
    loop.close();
    assertThat(done).containsExactly("task 0", "task 1", "task 2", "closed");
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void refusesTasksOnceClosed() throws Exception {
    thread();
    loop.close();
    assertThatThrownBy(() -> loop.execute(() -> done.add("late")))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("on-demand is closed");
  }

  @Test
  void closedBeforeItsFirstTaskItHasNoThread() {
    loop.close();
    assertThatThrownBy(() -> loop.execute(() -> done.add("late")))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(done).isEmpty();
    assertThat(loop.loop()).isNull();
  }

  @Test
  void itsLastTaskCannotEnqueueMore() throws Exception {
    CompletableFuture<Throwable> refused = new CompletableFuture<>();
    OnDemandLoop[] self = new OnDemandLoop[1];
    self[0] =
        new OnDemandLoop(
            "last",
            () -> {
              try {
                self[0].execute(() -> done.add("lost"));
              } catch (RejectedExecutionException e) {
                refused.complete(e);
              }
            });
    self[0].execute(() -> {});
    self[0].close();
    assertThat(refused).isDone();
  }

  @Test
  void itsOwnThreadMayCloseIt() throws Exception {
    Thread thread = thread();
    CompletableFuture<Boolean> returned = new CompletableFuture<>();
    loop.execute(
        () -> {
          loop.close();
          returned.complete(thread.isAlive());
        });
    assertThat(returned.get(10, TimeUnit.SECONDS)).isTrue();
    thread.join(10_000);
    assertThat(thread.isAlive()).isFalse();
    assertThat(done).containsExactly("closed");
  }
}
