package org.sipasync.sip.transaction;

import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transport.RecordingFlow;

/** Requests for tests, as text with defaults. */
final class Requests {
  private Requests() {}

  static SipRequest request(String method, String branch) {
    return request(method, branch, "client.example:5060", "");
  }

  /**
   * A request.
   *
   * @param toTag "" for none
   */
  static SipRequest request(String method, String branch, String sentBy, String toTag) {
    return (SipRequest) RecordingFlow.parse(text(method, branch, sentBy, toTag, "c1", 1));
  }

  static String text(
      String method, String branch, String sentBy, String toTag, String callId, int cseq) {
    return String.join(
        "\r\n",
        method + " sip:bob@server.example SIP/2.0",
        "Via: SIP/2.0/UDP " + sentBy + (branch.isEmpty() ? "" : ";branch=" + branch),
        "Max-Forwards: 70",
        "From: <sip:alice@client.example>;tag=a1",
        "To: <sip:bob@server.example>" + (toTag.isEmpty() ? "" : ";tag=" + toTag),
        "Call-ID: " + callId,
        "CSeq: " + cseq + " " + method,
        "Contact: <sip:alice@client.example>",
        "Content-Length: 0",
        "",
        "");
  }
}
