package org.sipasync.cluster.journal;

/**
 * One event of a call in its node's journal.
 *
 * @param kind kind of event
 * @param number number of the call within the journal
 * @param time time on the owner's clock, in milliseconds
 * @param bytes record of a begun call, final response of an answered one; else empty
 */
record Entry(Kind kind, long number, long time, byte[] bytes) {
  static final byte[] NOTHING = {};

  enum Kind {
    /** The call is suspended. */
    BEGUN,
    /** Its final response is fixed: whoever answers it sends these bytes. */
    DECIDED,
    /** Nothing is left to do for it. */
    ENDED
  }
}
