package org.sipasync.container.session;

/**
 * A SIP session as one of its application session's: links of {@link SipMembers}, and its alone.
 */
abstract class Member extends SessionBase {
  DialogSession previous;
  DialogSession next;

  /** Behind it in a queue of changes. */
  DialogSession nextChanged;

  boolean isMember;
  boolean isQueued;
  boolean isCountedReady;

  Member(Timers timers) {
    super(timers);
  }

  /** True if its state lets it be invalidated. */
  abstract boolean isReady();
}
