package org.sipasync.cluster.takeover;

/** Counters of takeovers, since the node's start. For the node's thread. */
public final class TakeoverCounters {
  long claimed;
  long rerun;
  long lost;
  long resent;
  long sessions;
  long doubtful;
  long failed;
  long lastClaimMillis;
  long lastAnswerMillis;

  /** Returns the number of calls that this node has taken over. */
  public long claimed() {
    return claimed;
  }

  /** Returns the number of those whose function ran again. */
  public long rerun() {
    return rerun;
  }

  /** Returns the number of those whose route got -8. */
  public long lost() {
    return lost;
  }

  /** Returns the number of those whose final response was fixed already. */
  public long resent() {
    return resent;
  }

  /** Returns the number of application sessions that this node has taken over. */
  public long sessions() {
    return sessions;
  }

  /**
   * Returns the number of calls that nobody answers, because the grid has lost a piece that may
   * have held their final response.
   */
  public long doubtful() {
    return doubtful;
  }

  /** Returns the number of attempts that ended before their time, and were repeated. */
  public long failed() {
    return failed;
  }

  /** Returns the time from the loss to the adoption of the last calls, in milliseconds. */
  public long lastClaimMillis() {
    return lastClaimMillis;
  }

  /** Returns the time from the loss until the last calls went on, in milliseconds. */
  public long lastAnswerMillis() {
    return lastAnswerMillis;
  }
}
