package org.sipasync.testkit.phone;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A call that a phone places: one Call-ID, and the dialog once there is one. */
public final class Call {
  private final SipPhone phone;
  private final Dialog beginning;
  private Exchange invite;

  Call(SipPhone phone, String to) {
    String target = phone.uri(to);
    String tag = UUID.randomUUID().toString().substring(0, 8);
    this.phone = phone;
    this.beginning =
        new Dialog(
            UUID.randomUUID().toString(),
            phone.identity() + ";tag=" + tag,
            "<" + target + ">",
            target,
            List.of());
  }

  /** The Call-ID. */
  public String callId() {
    return beginning.callId();
  }

  /** The last INVITE and its responses. */
  public Exchange invite() {
    return invite;
  }

  /** Waits for a response to the last INVITE. */
  public SipMessage expect(int status) {
    return invite.expect(status);
  }

  /**
   * Sends an INVITE with SDP once more: with credentials after a 401, or within the dialog to
   * change it.
   */
  public Exchange inviteAgain(String... headers) {
    invite = send("INVITE", Body.SDP, headers);
    return invite;
  }

  /** Sends a request of this call without body; in the dialog, if the INVITE was accepted. */
  public Exchange send(String method, String... headers) {
    return send(method, Body.NONE, headers);
  }

  /** Sends a request of this call; in the dialog, if the INVITE was accepted. */
  public Exchange send(String method, Body body, String... headers) {
    Dialog dialog = dialog();
    return new Exchange(
        phone, request(dialog, method, phone.nextCSeq() + " " + method, body, headers));
  }

  /** Acknowledges the 200 to the last INVITE. */
  public void ack(String... headers) {
    String cSeq = invite.request().header("CSeq").split(" ")[0] + " ACK";
    phone.transmit(request(dialog(), "ACK", cSeq, Body.NONE, headers));
  }

  /** Waits for a failure of the last INVITE and acknowledges it (RFC 3261, 17.1.1.3). */
  public SipMessage ackFailure(int status) {
    SipMessage failure = invite.expect(status);
    phone.transmit(inTransaction("ACK", failure.header("To")));
    return failure;
  }

  /** Cancels the last INVITE. */
  public Exchange cancel() {
    return new Exchange(phone, inTransaction("CANCEL", invite.request().header("To")));
  }

  /** Hangs up. */
  public Exchange bye() {
    return send("BYE");
  }

  private SipMessage request(
      Dialog dialog, String method, String cSeq, Body body, String... headers) {
    List<String> own = new ArrayList<>();
    own.add(phone.via());
    own.add("CSeq: " + cSeq);
    own.addAll(dialog.headers());
    own.add(phone.contact());
    return SipMessage.of(method + " " + dialog.target() + " SIP/2.0", own, body, headers);
  }

  private Dialog dialog() {
    if (invite == null) {
      return beginning;
    }
    String callId = invite.request().header("Call-ID");
    List<Journal.Entry> accepted =
        phone.received(
            m ->
                m.isResponse()
                    && m.isSuccess()
                    && m.method().equals("INVITE")
                    && m.header("Call-ID").equals(callId));
    return accepted.isEmpty()
        ? beginning
        : Dialog.ofCaller(accepted.get(accepted.size() - 1).message());
  }

  private SipMessage inTransaction(String method, String to) {
    SipMessage request = invite.request();
    List<String> headers = new ArrayList<>();
    headers.add("Via: " + request.header("Via"));
    headers.add("CSeq: " + request.header("CSeq").split(" ")[0] + " " + method);
    headers.add("Max-Forwards: 70");
    headers.add("From: " + request.header("From"));
    headers.add("To: " + to);
    headers.add("Call-ID: " + request.header("Call-ID"));
    request.all("Route").forEach(route -> headers.add("Route: " + route));
    return SipMessage.of(method + " " + request.requestUri() + " SIP/2.0", headers, Body.NONE);
  }
}
