package org.sipasync.demo;

import java.util.HashSet;
import java.util.Set;

/** One call of the demo, as its caller sees it. For {@link DemoCalls}, under its lock. */
final class DemoCall {
  /** RFC 3261, 17.1.1.2. */
  private static final long T1_MILLIS = 500;

  private static final int MAX_TIMES = 7;

  private final Set<String> finals = new HashSet<>();

  /** Node that the INVITE was sent to, or that has answered. */
  int node = -1;

  /** Sends the INVITE, or ACK and BYE, once more. */
  Runnable again = () -> {};

  boolean isTrying;
  boolean isEnded;
  int status;
  private long repeatAt;
  private int times;

  /** True while the INVITE, or the BYE, has to be sent once more. */
  boolean isDue(long now) {
    boolean waits = status == 0 ? !isTrying : !isEnded;
    return waits && times > 0 && times < MAX_TIMES && now >= repeatAt;
  }

  /** Notes a sending, after which the next one waits twice as long. */
  void sent(long now) {
    repeatAt = now + (T1_MILLIS << times++);
  }

  /** Notes a final response; true for the first. */
  boolean answered(int by, int code, String response) {
    finals.add(response);
    if (status != 0) {
      return false;
    }
    node = by;
    status = code;
    times = 0;
    return true;
  }

  boolean isWaiting() {
    return node >= 0 && status == 0;
  }

  /** True if two final responses differ: what a cluster must never do. */
  boolean isAnsweredTwice() {
    return finals.size() > 1;
  }

  /** Returns one letter for the page: its node's, small while it waits; 2 and ! for failures. */
  char letter() {
    if (node < 0) {
      return '.';
    }
    if (isAnsweredTwice()) {
      return '2';
    }
    if (status >= 300) {
      return '!';
    }
    return (char) ((status == 0 ? 'a' : 'A') + node);
  }
}
