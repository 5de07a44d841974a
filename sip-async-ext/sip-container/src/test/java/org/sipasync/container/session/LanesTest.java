package org.sipasync.container.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.loop.Turn;
import org.sipasync.sip.message.Method;

@Tag("A4")
class LanesTest {
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final Lanes lanes = new Lanes(threads::add);

  private void run() {
    for (Runnable task = threads.poll(); task != null; task = threads.poll()) {
      task.run();
    }
  }

  @Test
  void tasksOfOneLaneRunInOrderAndOnOneThreadAtATime() {
    Lane lane = new Lane(threads::add);
    for (int i = 0; i < 20; i++) {
      String name = "" + i;
      lane.execute(() -> done.add(name));
    }
    assertThat(threads).hasSize(1);
    run();
    assertThat(done).hasSize(20).startsWith("0", "1", "2").endsWith("18", "19");
  }

  @Test
  @Tag("C-A9")
  void whatBeginsACallMayComeTooLate() {
    Pace pace = lanes.paces().ofInitial(Method.INVITE);
    lanes.begin("call", pace, () -> done.add("INVITE"), () -> done.add("refused"));
    lanes.execute("call", () -> done.add("CANCEL"));
    Turn turn = (Turn) threads.remove();
    assertThat(turn.isNew()).isTrue();
    turn.tooLate();
    assertThat(done).containsExactly("refused", "CANCEL");
    assertThat(lanes.waiting()).isZero();
    lanes.begin("call", pace, () -> done.add("next"), () -> done.add("not"));
    run();
    assertThat(done).containsExactly("refused", "CANCEL", "next");
    lanes.execute("call", pace, () -> done.add("BYE"));
    assertThat(threads.remove()).as("goes on with a call").isNotInstanceOf(Turn.class);
  }

  @Test
  void laneWithManyTasksLetsOthersHaveTheirTurn() {
    Lane one = new Lane(threads::add);
    Lane other = new Lane(threads::add);
    for (int i = 0; i < 10; i++) {
      one.execute(() -> done.add("one"));
    }
    other.execute(() -> done.add("other"));
    run();
    assertThat(done.indexOf("other")).isEqualTo(8);
  }

  @Test
  void taskThatThrowsStopsNoOther() {
    Lane lane = new Lane(threads::add);
    lane.execute(
        () -> {
          throw new IllegalStateException("meant to fail");
        });
    lane.execute(() -> done.add("next"));
    run();
    assertThat(done).containsExactly("next");
  }

  @Test
  void currentLaneIsKnownWhileItRuns() {
    Lane lane = new Lane(threads::add);
    lane.execute(() -> assertThat(Lane.current()).isSameAs(lane));
    lane.execute(() -> done.add("" + (Lane.current() == lane)));
    run();
    assertThat(done).containsExactly("true");
    assertThat(Lane.current()).isNull();
  }

  @Test
  void callIdIsForgottenWithItsLastUse() {
    Lane[] seen = new Lane[2];
    lanes.execute("a", () -> seen[0] = Lane.current());
    lanes.execute("a", () -> seen[1] = Lane.current());
    assertThat(lanes.size()).isEqualTo(1);
    run();
    assertThat(seen[0]).isSameAs(seen[1]);
    assertThat(lanes.size()).isZero();
  }

  @Test
  void boundCallIdLeadsToTheSessionsLane() {
    Lane lane = lanes.create();
    lanes.bind("b", lane);
    lanes.execute("b", () -> done.add("" + (Lane.current() == lane)));
    run();
    assertThat(done).containsExactly("true");
    lanes.release("b");
    assertThat(lanes.size()).isZero();
  }

  /** Place where the turns of fast work are to run. */
  private final Queue<Turn> inline = new ArrayDeque<>();

  private final Pace fast = fast();

  private static Pace fast() {
    Pace pace = new Pace(() -> 0);
    for (int i = 0; i < Pace.PROOF; i++) {
      pace.measure(() -> {});
    }
    return pace;
  }

  @Test
  void fastWorkRunsInlineAndWhatQueuesUpBehindItOnThreads() {
    Lane lane = new Lane(threads::add, inline::add);
    lane.execute(fast, () -> done.add("fast"));
    lane.execute(fast, () -> done.add("behind it"));
    lane.execute(() -> done.add("last"));
    assertThat(threads).isEmpty();
    inline.remove().run();
    assertThat(done).containsExactly("fast");
    assertThat(inline).isEmpty();
    run();
    assertThat(done).containsExactly("fast", "behind it", "last");
    lane.execute(fast, () -> done.add("later"));
    assertThat(threads).isEmpty();
    inline.remove().run();
    assertThat(done).endsWith("later");
    assertThat(inline).isEmpty();
    assertThat(threads).isEmpty();
  }

  @Test
  void workOfUnknownPaceRunsOnThreads() {
    Lane lane = new Lane(threads::add, inline::add);
    lane.execute(new Pace(() -> 0), () -> done.add("unknown"));
    lane.execute(fast, () -> done.add("fast"));
    assertThat(inline).isEmpty();
    run();
    assertThat(done).containsExactly("unknown", "fast");
  }

  @Test
  void workThatOverranIsDispatchedAndTheLaneStaysInOrder() {
    Lane lane = new Lane(threads::add, inline::add);
    Turn[] turn = new Turn[1];
    lane.execute(
        fast,
        () -> {
          turn[0].overran();
          lane.execute(fast, () -> done.add("second"));
          assertThat(threads).as("while the first runs").isEmpty();
          done.add("first");
        });
    turn[0] = inline.remove();
    turn[0].run();
    assertThat(inline).isEmpty();
    run();
    assertThat(done).containsExactly("first", "second");
  }
}
