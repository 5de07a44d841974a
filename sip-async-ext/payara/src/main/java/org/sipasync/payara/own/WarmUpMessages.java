package org.sipasync.payara.own;

/** Requests of the warm-up, of the size and with the headers that usual ones have. */
final class WarmUpMessages {
  static final int OPTIONS_PER_ROUND = 3;

  /** OPTIONS, INVITE, ACK, BYE. */
  static final int PER_ROUND = OPTIONS_PER_ROUND + 3;

  private final int from;
  private final int to;
  private int call;
  private int branch;

  /**
   * Creates messages.
   *
   * @param from port of 127.0.0.1 that sends them
   * @param to port that gets them
   */
  WarmUpMessages(int from, int to) {
    this.from = from;
    this.to = to;
  }

  /** Returns a request of a call of its own. */
  String next(String method) {
    call++;
    return request(method, "", 1);
  }

  /** Returns a request within the last call. */
  String within(String method, String toTag) {
    return request(method, ";tag=" + toTag, method.equals("ACK") ? 1 : 2);
  }

  private String request(String method, String tag, int number) {
    return """
    %s sip:warm@127.0.0.1:%d SIP/2.0
    Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bKwarm%d;rport
    Max-Forwards: 70
    From: "Warm-up" <sip:warm@127.0.0.1:%d>;tag=from%d
    To: <sip:up@127.0.0.1:%d>%s
    Call-ID: warm-up-%d@127.0.0.1
    CSeq: %d %s
    Contact: <sip:warm@127.0.0.1:%d>
    User-Agent: sip-async warm-up
    Allow: INVITE, ACK, BYE, CANCEL, OPTIONS
    Content-Length: 0

    """
        .formatted(method, to, from, ++branch, from, call, to, tag, call, number, method, from)
        .replace("\n", "\r\n");
  }

  /** Returns the To tag of an answer. */
  static String toTag(String answer) {
    int to = answer.indexOf("\r\nTo:");
    String line = answer.substring(to + 2, answer.indexOf('\r', to + 2));
    return line.substring(line.indexOf(";tag=") + 5);
  }
}
