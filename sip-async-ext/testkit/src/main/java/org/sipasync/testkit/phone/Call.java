package org.sipasync.testkit.phone;

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
        phone,
        dialog.request(method, phone.nextCSeq(), phone.via(), phone.contact(), body, headers));
  }

  /** Acknowledges the 200 to the last INVITE. */
  public void ack(String... headers) {
    int cSeq = invite.request().cSeq();
    phone.transmit(dialog().request("ACK", cSeq, phone.via(), phone.contact(), Body.NONE, headers));
  }

  /** Waits for a failure of the last INVITE and acknowledges it (RFC 3261, 17.1.1.3). */
  public SipMessage ackFailure(int status) {
    SipMessage failure = invite.expect(status);
    phone.transmit(invite.request().inTransaction("ACK", failure.header("To")));
    return failure;
  }

  /** Cancels the last INVITE. */
  public Exchange cancel() {
    SipMessage request = invite.request();
    return new Exchange(phone, request.inTransaction("CANCEL", request.header("To")));
  }

  /** Hangs up. */
  public Exchange bye() {
    return send("BYE");
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
}
