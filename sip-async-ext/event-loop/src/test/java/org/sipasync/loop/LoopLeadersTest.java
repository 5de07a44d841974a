package org.sipasync.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Leaders moved by hand: what happens while a turn blocks, happens in the turn. */
@Tag("A4")
class LoopLeadersTest {
  private final TestClock clock = new TestClock();
  private final EventLoop loop = new EventLoop(clock);
  private final Queue<Runnable> pool = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final List<Runnable> elsewhere = new ArrayList<>();
  private final LoopLeaders leaders =
      new LoopLeaders(
          loop, "test", pool::add, elsewhere::add, round -> assertThat(round.getAsBoolean()));
  private final Term first = leaders.begin();

  @AfterEach
  void close() {
    loop.close();
  }

  private final class Named implements Turn {
    private final String name;
    private final Runnable work;

    Named(String name, Runnable work) {
      this.name = name;
      this.work = work;
    }

    @Override
    public void run() {
      done.add(name);
      work.run();
    }

    @Override
    public void overran() {
      done.add(name + " overran");
    }
  }

  private void execute(String name, Runnable work) {
    leaders.execute(new Named(name, work));
  }

  private boolean round(Term term) {
    try {
      return leaders.round(term, 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Looks until the leader is found stuck, and takes the loop over. */
  private Term takeOver(TurnWatch watch) {
    for (int i = 1; i < TurnWatch.LOOKS_WHILE_RUNNABLE; i++) {
      assertThat(watch.look()).isEqualTo(TurnWatch.GAP_NANOS);
    }
    assertThat(watch.look()).isZero();
    assertThat(leaders.takeOver(watch)).isTrue();
    return leaders.begin();
  }

  @Test
  void turnRunsBetweenRoundsAndWhatItEnqueuesRunsAtOnce() {
    leaders.beginToFollow();
    loop.execute(() -> execute("turn", () -> loop.execute(() -> done.add("sent"))));
    loop.execute(() -> done.add("task"));
    assertThat(round(first)).isTrue();
    assertThat(done).containsExactly("task", "turn", "sent");
  }

  @Test
  void turnsOfOtherThreadsComeThroughTheInbox() throws InterruptedException {
    leaders.beginToFollow();
    Thread other = new Thread(() -> execute("turn", () -> {}));
    other.start();
    other.join();
    assertThat(done).isEmpty();
    round(first);
    assertThat(done).containsExactly("turn");
  }

  @Test
  void withoutFollowerTurnsRunElsewhere() {
    execute("turn", () -> {});
    round(first);
    assertThat(done).isEmpty();
    elsewhere.forEach(Runnable::run);
    assertThat(done).containsExactly("turn");
  }

  @Test
  void timeForTurnsIsBounded() {
    leaders.beginToFollow();
    for (int i = 0; i < 5; i++) {
      execute("turn " + i, () -> clock.pass(Duration.ofNanos(TurnQueue.MAX_NANOS / 2)));
    }
    assertThat(round(first)).isTrue();
    assertThat(done).containsExactly("turn 0", "turn 1");
    assertThat(elsewhere).hasSize(3);
    execute("next round", () -> {});
    round(first);
    assertThat(done).endsWith("next round");
  }

  @Test
  void turnThatThrowsOrIsInterruptedStopsNothing() {
    leaders.beginToFollow();
    execute(
        "bad",
        () -> {
          Thread.currentThread().interrupt();
          throw new AssertionError("meant to fail");
        });
    execute("next", () -> done.add("interrupted " + Thread.currentThread().isInterrupted()));
    assertThat(round(first)).isTrue();
    assertThat(done).containsExactly("bad", "next", "interrupted false");
  }

  @Test
  void loopIsTakenOverOnceFromATurnThatBlocks() {
    TurnWatch watch = leaders.beginToFollow();
    Term[] second = new Term[1];
    execute(
        "slow",
        () -> {
          second[0] = takeOver(watch);
          loop.execute(() -> done.add("message read meanwhile"));
          assertThat(round(second[0])).isTrue();
          assertThat(leaders.takeOver(watch)).as("a second time").isFalse();
          assertThat(leaders.busy()).isEqualTo(1);
        });
    execute("behind", () -> {});
    assertThat(round(first)).as("the former leader goes on").isFalse();
    assertThat(done).containsExactly("slow", "slow overran", "message read meanwhile");
    assertThat(elsewhere).as("what waited behind it").hasSize(1);
    assertThat(first.isCurrent()).isFalse();
    assertThat(second[0].isCurrent()).isTrue();
    execute("after", () -> {});
    leaders.beginToFollow();
    assertThat(round(second[0])).isTrue();
    assertThat(done).endsWith("after");
  }

  @Test
  void turnThatEndsInTimeKeepsTheLoop() {
    TurnWatch watch = leaders.beginToFollow();
    execute(
        "quick",
        () -> {
          assertThat(watch.look()).isEqualTo(TurnWatch.GAP_NANOS);
          assertThat(watch.look()).isEqualTo(TurnWatch.GAP_NANOS);
        });
    execute("another", () -> assertThat(watch.look()).isEqualTo(TurnWatch.GAP_NANOS));
    assertThat(round(first)).isTrue();
    assertThat(leaders.takeOver(watch)).isFalse();
    assertThat(first.isCurrent()).isTrue();
  }

  @Test
  void threadThatWaitsIsFoundAtTheThirdLook() throws InterruptedException {
    Thread waiting = new Thread(LockSupport::park, "waiting");
    Term term = new Term(waiting);
    TurnWatch watch = new TurnWatch(term);
    term.start(new Named("slow", () -> {}));
    waiting.start();
    while (term.isRunnable() || waiting.getState() == Thread.State.NEW) {
      Thread.onSpinWait();
    }
    assertThat(watch.look()).isEqualTo(TurnWatch.GAP_NANOS);
    assertThat(watch.look()).isEqualTo(TurnWatch.GAP_NANOS);
    assertThat(watch.look()).isZero();
    assertThat(term.isCurrent()).isTrue();
    assertThat(watch.replace()).isNotNull();
    assertThat(watch.replace()).as("a second time").isNull();
    assertThat(term.isCurrent()).isFalse();
    assertThat(term.end()).isFalse();
    LockSupport.unpark(waiting);
    waiting.join();
  }

  /** Else each look would be a wake-up for nothing. */
  @Test
  void idleFollowerSleepsUntilATurnStarts() {
    TurnWatch watch = leaders.beginToFollow();
    assertThat(watch.look()).isEqualTo(TurnWatch.TICK_NANOS);
    for (int i = 2; i < TurnWatch.IDLE_LOOKS; i++) {
      assertThat(watch.look())
          .isGreaterThan(TurnWatch.TICK_NANOS)
          .isLessThanOrEqualTo(TurnWatch.MAX_TICK_NANOS);
    }
    assertThat(watch.look()).isEqualTo(TurnWatch.UNTIL_WOKEN);
    assertThat(watch.isIdle()).isTrue();
    execute("turn", () -> assertThat(watch.isIdle()).isFalse());
    round(first);
    assertThat(done).containsExactly("turn");
    assertThat(watch.look()).as("a leader never stuck").isEqualTo(TurnWatch.MAX_TICK_NANOS);
  }

  @Test
  void tooManyFormerLeadersSendTurnsElsewhere() {
    blockAgain(first, LoopLeaders.MAX_REPLACED);
    assertThat(done).hasSize(2 * LoopLeaders.MAX_REPLACED);
    assertThat(elsewhere).hasSize(1);
  }

  private void blockAgain(Term term, int times) {
    TurnWatch watch = leaders.beginToFollow();
    execute("slow", () -> blockAgain(takeOver(watch), times - 1));
    round(term);
  }
}
