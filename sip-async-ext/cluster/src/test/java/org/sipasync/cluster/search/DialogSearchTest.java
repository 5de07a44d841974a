package org.sipasync.cluster.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sipasync.cluster.call.DialogId;
import org.sipasync.cluster.grid.ClaimChange;
import org.sipasync.cluster.grid.ClaimTable;
import org.sipasync.cluster.grid.Grid;
import org.sipasync.cluster.grid.Reply;

/** Searches for dialogs, step by step. */
class DialogSearchTest {
  private static final UUID SELF = new UUID(1, 1);
  private static final UUID B = new UUID(2, 2);
  private static final UUID C = new UUID(3, 3);
  private static final DialogId DIALOG = new DialogId("call", "local", "remote");

  private final List<Question> questions = new ArrayList<>();
  private final List<UUID> found = new ArrayList<>();
  private long now = 1000;
  private boolean isUnderWay;
  private boolean isHere;
  private final DialogSearch search =
      new DialogSearch(new Asking(), () -> now, dialog -> isHere, () -> isUnderWay);

  private record Question(UUID member, byte[] bytes, Reply<byte[]> reply) {}

  private final class Asking extends NoGrid {
    @Override
    public void ask(UUID member, byte[] question, Reply<byte[]> reply) {
      questions.add(new Question(member, question, reply));
    }
  }

  /** A grid that keeps nothing. */
  private static class NoGrid implements Grid {
    @Override
    public UUID self() {
      return SELF;
    }

    @Override
    public java.util.Set<UUID> members() {
      return new java.util.LinkedHashSet<>(List.of(SELF, B, C));
    }

    @Override
    public void put(UUID owner, long sequence, byte[] piece, Reply<Void> reply) {}

    @Override
    public void get(UUID owner, long sequence, Reply<byte[]> reply) {}

    @Override
    public void remove(UUID owner, long sequence, Reply<Void> reply) {}

    @Override
    public void change(UUID dead, ClaimChange change, Reply<ClaimTable> reply) {}

    @Override
    public void ask(UUID member, byte[] question, Reply<byte[]> reply) {}
  }

  private void answer(int question, boolean isThere) {
    questions.get(question).reply().done(new byte[] {(byte) (isThere ? 1 : 0)}, null);
  }

  @Test
  void itIsAtTheMemberThatSaysSo() {
    search.find(DIALOG, found::add);
    assertThat(questions).extracting(Question::member).containsExactly(B, C);
    answer(1, true);
    assertThat(found).containsExactly(C);
    answer(0, true);
    assertThat(found).hasSize(1);
    search.find(DIALOG, found::add);
    assertThat(found).containsExactly(C, C);
    assertThat(questions).hasSize(2);
  }

  @Test
  void nobodyHasIt() {
    search.find(DIALOG, found::add);
    answer(0, false);
    assertThat(found).isEmpty();
    questions.get(1).reply().done(null, new IllegalStateException("gone"));
    assertThat(found).containsExactly((UUID) null);
  }

  @Test
  void itIsAskedForAgainWhileATakeoverIsUnderWay() {
    isUnderWay = true;
    search.find(DIALOG, found::add);
    answer(0, false);
    answer(1, false);
    search.tick();
    assertThat(questions).hasSize(2);
    now += 250;
    search.tick();
    assertThat(questions).hasSize(4);
    answer(2, false);
    answer(3, true);
    assertThat(found).containsExactly(C);
  }

  @Test
  void itHasComeHereMeanwhile() {
    isUnderWay = true;
    search.find(DIALOG, found::add);
    answer(0, false);
    answer(1, false);
    isHere = true;
    now += 250;
    search.tick();
    assertThat(found).containsExactly(SELF);
  }

  @Test
  void itIsGivenUpAfterTenSeconds() {
    isUnderWay = true;
    search.find(DIALOG, found::add);
    for (int i = 0; found.isEmpty() && i < 100; i++) {
      answer(2 * i, false);
      answer(2 * i + 1, false);
      now += 250;
      search.tick();
    }
    assertThat(found).containsExactly((UUID) null);
    assertThat(now).isBetween(11_000L, 11_600L);
  }

  @Test
  void tooManySearchesAreDropped() {
    for (int i = 0; i < 1100; i++) {
      search.find(DIALOG, found::add);
    }
    assertThat(questions).hasSize(2000);
    answer(0, true);
    search.find(new DialogId("other", "local", "remote"), found::add);
    assertThat(questions).hasSize(2002);
  }

  @Test
  void aQuestionIsAnswered() {
    search.find(DIALOG, found::add);
    byte[] question = questions.get(0).bytes();
    assertThat(DialogSearch.isQuestion(question)).isTrue();
    assertThat(search.asked(question)).containsExactly(0);
    isHere = true;
    assertThat(search.asked(question)).containsExactly(1);
    assertThatThrownBy(() -> search.asked(new byte[] {2, 65}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
