package org.sipasync.cluster.lease;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Claims of this member that wait for the word of a majority. */
final class Confirmations {
  private final Terms terms;
  private final List<Open> open = new ArrayList<>();

  /**
   * Claims that are accepted together.
   *
   * @param since questions asked before count no more
   * @param onEnd gets true once a majority accepts them, else false
   */
  record Open(List<Claimed> claims, long since, Consumer<Boolean> onEnd, Set<UUID> acceptors) {}

  Confirmations(Terms terms) {
    this.terms = terms;
  }

  void add(List<Claimed> claims, long since, Consumer<Boolean> onEnd) {
    Open added = new Open(claims, since, onEnd, new HashSet<>());
    open.add(added);
    endIfAccepted(added);
  }

  List<Open> open() {
    return List.copyOf(open);
  }

  /**
   * Notes a member's answers.
   *
   * @param asked what it was asked, in this order
   * @param answers its answers, one for each claim
   */
  void answered(List<Open> asked, UUID member, List<Boolean> answers, long askedAt) {
    int from = 0;
    for (Open one : asked) {
      int to = from + one.claims().size();
      boolean accepts = to <= answers.size() && !answers.subList(from, to).contains(false);
      if (accepts && askedAt >= one.since()) {
        one.acceptors().add(member);
        endIfAccepted(one);
      }
      from = to;
    }
  }

  private void endIfAccepted(Open one) {
    if (1 + one.acceptors().size() >= terms.majority() && open.remove(one)) {
      one.onEnd().accept(true);
    }
  }

  /** Gives up what a lease has not sufficed for. */
  void endOverdue(long now) {
    end(one -> now - one.since() > terms.lease());
  }

  /** Gives up all. */
  void endAll() {
    end(one -> true);
  }

  private void end(Predicate<Open> which) {
    List<Open> ended = open.stream().filter(which).toList();
    open.removeAll(ended);
    ended.forEach(one -> one.onEnd().accept(false));
  }
}
