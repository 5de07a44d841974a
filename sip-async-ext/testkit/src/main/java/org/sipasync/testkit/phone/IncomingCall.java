package org.sipasync.testkit.phone;

/** A received call, with the actions of a callee. */
public final class IncomingCall {
  private final SipPhone phone;
  private final SipMessage invite;
  private final Dialog dialog;

  IncomingCall(SipPhone phone, SipMessage invite) {
    this.phone = phone;
    this.invite = invite;
    this.dialog = Dialog.ofCallee(invite, phone.tagged(invite.header("To")));
  }

  /** The INVITE. */
  public SipMessage invite() {
    return invite;
  }

  /** Answers 180. */
  public void ring(String... headers) {
    phone.respond(invite, 180, "Ringing", headers);
  }

  /** Answers 200 with SDP; {@link #awaitAck} waits for the ACK. */
  public void accept(String... headers) {
    phone.respond(invite, 200, "OK", Body.SDP, headers);
  }

  /** Answers a failure and waits for its ACK. */
  public void refuse(int status, String reason, String... headers) {
    phone.respond(invite, status, reason, headers);
    awaitAck();
  }

  /** Waits for the ACK. */
  public SipMessage awaitAck() {
    return awaitRequest("ACK");
  }

  /** Waits until the caller hangs up, and answers 200. */
  public SipMessage awaitBye() {
    SipMessage bye = awaitRequest("BYE");
    phone.respond(bye, 200, "OK");
    return bye;
  }

  /** Waits for the CANCEL; answers it 200 and the INVITE 487. */
  public SipMessage awaitCancel() {
    SipMessage cancel = awaitRequest("CANCEL");
    phone.respond(cancel, 200, "OK");
    refuse(487, "Request Terminated");
    return cancel;
  }

  /** Waits for a request of this call, to be answered by {@link SipPhone#respond}. */
  public SipMessage awaitRequest(String method) {
    return phone.awaitRequest(method, m -> m.header("Call-ID").equals(dialog.callId()));
  }

  /** Sends a request without body in the dialog. */
  public Exchange send(String method, String... headers) {
    return send(method, Body.NONE, headers);
  }

  /** Sends a request in the dialog. */
  public Exchange send(String method, Body body, String... headers) {
    return new Exchange(
        phone,
        dialog.request(method, phone.nextCSeq(), phone.via(), phone.contact(), body, headers));
  }

  /** Hangs up. */
  public Exchange bye() {
    return send("BYE");
  }
}
