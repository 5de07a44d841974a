package org.sipasync.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.sipasync.cluster.TestGrid;
import org.sipasync.cluster.call.CallOwner;
import org.sipasync.cluster.call.StoredCall;
import org.sipasync.cluster.call.Successor;
import org.sipasync.cluster.record.CallRecord;

/** CANCELs that have come to the wrong node, by hand. */
class CallNoticesTest {
  private static final byte[] YES = {1};
  private static final byte[] NO = {0};
  private static final UUID ONE = new UUID(1, 1);
  private static final UUID TWO = new UUID(2, 2);

  private final TestGrid grid = new TestGrid();
  private final Set<String> dead = new HashSet<>();
  private final List<Boolean> told = new ArrayList<>();
  private final Container container = new Container();
  private boolean isReading;
  private long now = 1000;
  private final CallNotices notices =
      new CallNotices(grid, () -> now, container, dead::contains, () -> isReading);

  CallNoticesTest() {
    grid.members.addAll(Set.of(ONE, TWO));
  }

  private static final class Container implements Successor {
    boolean hasIt;
    byte[] cancel;

    @Override
    public CallOwner takeOver(CallRecord record, long remaining, StoredCall call) {
      throw new AssertionError();
    }

    @Override
    public CallOwner resend(CallRecord record, byte[] response, StoredCall call) {
      throw new AssertionError();
    }

    @Override
    public void cancel(byte[] received, Consumer<Boolean> onEnd) {
      cancel = received;
      onEnd.accept(hasIt);
    }
  }

  private void cancel() {
    notices.cancel("key", new byte[] {7}, told::add);
  }

  private void pass(long millis) {
    for (long i = 0; i < millis; i += 100) {
      now += 100;
      notices.tick();
    }
  }

  @Test
  void anotherNodeHasTheInvite() {
    grid.answers = member -> member.equals(TWO) ? YES : NO;
    cancel();
    assertThat(told).containsExactly(true);
    pass(20_000);
    assertThat(grid.questions).hasSize(2);
    assertThat(notices.isCancelled("key")).isFalse();
  }

  @Test
  void nobodyHasIt() {
    grid.answers = member -> NO;
    cancel();
    assertThat(told).containsExactly(false);
    pass(20_000);
    assertThat(grid.questions).hasSize(2);
  }

  @Test
  void aNodeThatDoesNotAnswerMayHaveIt() {
    grid.answers = member -> member.equals(TWO) ? null : NO;
    cancel();
    assertThat(told).isEmpty();
    pass(1000);
    assertThat(told).isEmpty();
    grid.members.remove(TWO);
    dead.add("key");
    pass(500);
    assertThat(told).containsExactly(true);
    assertThat(notices.isCancelled("key")).isTrue();
  }

  @Test
  void aDeadNodesCallIsCancelledAndAskedForUntilAnHeirHasIt() {
    dead.add("key");
    grid.answers = member -> NO;
    cancel();
    assertThat(told).containsExactly(true);
    pass(1000);
    int before = grid.questions.size();
    assertThat(before).isGreaterThan(2);
    grid.answers = member -> YES;
    pass(500);
    int after = grid.questions.size();
    pass(20_000);
    assertThat(grid.questions).hasSize(after);
    assertThat(told).containsExactly(true);
    assertThat(notices.isCancelled("key")).isTrue();
    pass(60_000);
    assertThat(notices.isCancelled("key")).isFalse();
  }

  @Test
  void whileTheDeadNodesCallsAreReadItWaits() {
    isReading = true;
    grid.answers = member -> NO;
    cancel();
    assertThat(told).isEmpty();
    isReading = false;
    pass(500);
    assertThat(told).containsExactly(false);
  }

  @Test
  void patienceEnds() {
    cancel();
    pass(14_000);
    assertThat(told).isEmpty();
    pass(2000);
    assertThat(told).containsExactly(false);
  }

  @Test
  void tooManyAreRefused() {
    for (int i = 0; i < 1001; i++) {
      cancel();
    }
    assertThat(told).containsExactly(false);
  }

  @Test
  void aFloodAsksAThousandTimesASecond() {
    grid.answers = member -> NO;
    for (int i = 0; i < 1500; i++) {
      cancel();
    }
    assertThat(grid.questions).hasSize(2000);
    assertThat(told).hasSize(1500);
    pass(1000);
    cancel();
    assertThat(grid.questions).hasSize(2002);
  }

  @Test
  void anotherNodesCancelIsNotedAndGivenToTheContainer() {
    dead.add("key");
    grid.answers = member -> NO;
    cancel();
    byte[] question = grid.questions.get(0);
    CallNotices other =
        new CallNotices(grid, () -> now, container, dead::contains, () -> isReading);
    List<byte[]> answers = new ArrayList<>();
    other.asked(question, answers::add);
    assertThat(container.cancel).containsExactly(7);
    assertThat(other.isCancelled("key")).isTrue();
    container.hasIt = true;
    other.asked(question, answers::add);
    assertThat(answers).containsExactly(NO, YES);
  }

  @Test
  void anAnsweredCallIsToldToAll() {
    grid.answers = member -> YES;
    notices.answered("key");
    CallNotices other =
        new CallNotices(grid, () -> now, container, dead::contains, () -> isReading);
    other.asked(grid.questions.get(0), answer -> {});
    assertThat(other.isAnswered("key")).isTrue();
    assertThat(notices.isAnswered("key")).isTrue();
  }

  @Test
  void malformedNoticesAreRefused() {
    byte[] wrong = {'C', 127, 0, 0, 0, 1};
    assertThat(CallNotices.isNotice(wrong)).isTrue();
    assertThatThrownBy(() -> notices.asked(wrong, answer -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(CallNotices.isNotice(new byte[] {1, 0, 0, 0, 0, 0})).isFalse();
  }
}
