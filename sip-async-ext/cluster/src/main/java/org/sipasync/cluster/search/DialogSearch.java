package org.sipasync.cluster.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.sipasync.cluster.call.DialogId;
import org.sipasync.cluster.grid.Grid;
import org.sipasync.support.BoundedMap;

/**
 * Asks the other members for dialogs whose first node is gone, and answers the same questions.
 * While dialogs are on their way from lost nodes, it asks again. For the node's thread.
 *
 * <pre>
 *   ASKED ── yes ──▶ found
 *     │ ▲
 *     │ └── a quarter of a second ── all say no, takeover under way ─┐
 *     └── all say no ──▶ not found, after ten seconds at most ◀──────┘
 * </pre>
 */
public final class DialogSearch {
  /** First byte of a question; those of vouching begin with another. */
  private static final byte QUESTION = 2;

  private static final byte[] YES = {1};
  private static final byte[] NO = {0};
  private static final int MAX_OPEN = 1000;
  private static final int MAX_KNOWN = 10_000;
  private static final long AGAIN_MILLIS = 250;
  private static final long LONGEST_MILLIS = 10_000;

  private final Grid grid;
  private final LongSupplier clock;
  private final Predicate<DialogId> isHere;
  private final BooleanSupplier isTakeoverUnderWay;
  private final List<Search> waiting = new ArrayList<>();

  /** Dialogs that were found: their nodes have them as long as they live. */
  private final Map<DialogId, UUID> known = new BoundedMap<>(MAX_KNOWN);

  private int open;

  /**
   * Creates a search.
   *
   * @param isHere returns true if this node has a dialog
   * @param isTakeoverUnderWay returns true if dialogs may be on their way
   */
  public DialogSearch(
      Grid grid,
      LongSupplier clock,
      Predicate<DialogId> isHere,
      BooleanSupplier isTakeoverUnderWay) {
    this.grid = grid;
    this.clock = clock;
    this.isHere = isHere;
    this.isTakeoverUnderWay = isTakeoverUnderWay;
  }

  private final class Search {
    final DialogId dialog;
    final Consumer<UUID> onEnd;
    final long since = clock.getAsLong();
    long askAt;
    int unanswered;
    boolean isOver;

    Search(DialogId dialog, Consumer<UUID> onEnd) {
      this.dialog = dialog;
      this.onEnd = onEnd;
    }

    void ask() {
      if (isHere.test(dialog)) { // it has come meanwhile
        end(grid.self());
        return;
      }
      byte[] name = dialog.encode();
      byte[] question = new byte[name.length + 1];
      question[0] = QUESTION;
      System.arraycopy(name, 0, question, 1, name.length);
      Set<UUID> others = grid.others();
      unanswered = 1 + others.size();
      for (UUID member : others) {
        grid.ask(member, question, (answer, failure) -> answered(member, answer));
      }
      answered(null, NO);
    }

    private void answered(UUID member, byte[] answer) {
      unanswered--;
      if (isOver) {
        return;
      }
      if (Arrays.equals(answer, YES)) {
        end(member);
      } else if (unanswered == 0) {
        boolean isLate = clock.getAsLong() - since > LONGEST_MILLIS;
        if (isLate || !isTakeoverUnderWay.getAsBoolean()) {
          end(null);
        } else {
          askAt = clock.getAsLong() + AGAIN_MILLIS;
          waiting.add(this);
        }
      }
    }

    private void end(UUID member) {
      isOver = true;
      open--;
      if (member != null) {
        known.put(dialog, member);
      }
      onEnd.accept(member);
    }
  }

  /**
   * Looks for a dialog.
   *
   * @param onEnd gets the member that has it, perhaps this one; null if none has it; never runs if
   *     too many searches are open
   */
  public void find(DialogId dialog, Consumer<UUID> onEnd) {
    UUID before = known.get(dialog);
    if (before != null && !before.equals(grid.self()) && grid.members().contains(before)) {
      onEnd.accept(before);
    } else if (open < MAX_OPEN) {
      open++;
      new Search(dialog, onEnd).ask();
    }
  }

  /** Asks again what is due; to be called every few milliseconds. */
  public void tick() {
    if (waiting.isEmpty()) {
      return;
    }
    long now = clock.getAsLong();
    List<Search> due = waiting.stream().filter(one -> one.askAt <= now).toList();
    waiting.removeAll(due);
    due.forEach(Search::ask);
  }

  /** Returns true if a member's question is one for a dialog. */
  public static boolean isQuestion(byte[] question) {
    return question.length > 0 && question[0] == QUESTION;
  }

  /**
   * Answers a member's question.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public byte[] asked(byte[] question) {
    DialogId dialog = DialogId.decode(Arrays.copyOfRange(question, 1, question.length));
    return isHere.test(dialog) ? YES : NO;
  }
}
