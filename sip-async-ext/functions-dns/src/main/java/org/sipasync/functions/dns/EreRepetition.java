package org.sipasync.functions.dns;

/**
 * A repeated part.
 *
 * @param max {@link Integer#MAX_VALUE} if unbounded
 * @param firstGroup the first group in the body
 * @param lastGroup the one after the last
 */
record EreRepetition(int id, EreNode body, int min, int max, int firstGroup, int lastGroup)
    implements EreNode {

  @Override
  public long ends(EreMatch match, int at) {
    return ends(match, EreMatch.bit(at), 0);
  }

  /** Returns the possible ends after some rounds have led to one of several positions. */
  private long ends(EreMatch match, long begins, int done) {
    long ends = 0;
    long now = begins;
    for (int rounds = done; now != 0; rounds++) {
      if (rounds >= bounded(match, min)) {
        ends |= now;
      }
      if (rounds >= bounded(match, max)) {
        break;
      }
      now = match.endsOfAll(body, now);
    }
    return ends;
  }

  /**
   * Limits the number of rounds. An empty round may be omitted or repeated, so beyond the number of
   * characters the number of rounds does not matter.
   */
  private static int bounded(EreMatch match, int rounds) {
    return Math.min(rounds, match.text().length() + 1);
  }

  @Override
  public void settle(EreMatch match, int from, int to) {
    int at = from;
    int rounds = 0;
    while (at < to) {
      int end = longestRound(match, at, rounds, to);
      settleRound(match, at, end);
      at = end;
      rounds++;
    }
    // a round that matches nothing counts only where it is the only one, or needed
    if ((rounds == 0 || rounds < bounded(match, min)) && EreMatch.has(match.ends(body, to), to)) {
      settleRound(match, to, to);
    }
  }

  private int longestRound(EreMatch match, int at, int rounds, int to) {
    long ends = match.ends(body, at);
    int end = EreMatch.last(ends);
    while (!EreMatch.has(ends(match, EreMatch.bit(end), rounds + 1), to)) {
      ends &= ~EreMatch.bit(end);
      end = EreMatch.last(ends);
    }
    return end;
  }

  private void settleRound(EreMatch match, int from, int to) {
    match.unset(firstGroup, lastGroup);
    body.settle(match, from, to);
  }
}
