package org.sipasync.phone;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A call of a phone: one Call-ID, and the dialog once there is one. */
public final class Call {
  private static final String SDP =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
          + "m=audio 4000 RTP/AVP 0\r\n";

  private final SipPhone phone;
  private final String target;
  private final String callId = UUID.randomUUID().toString();
  private final String fromTag = UUID.randomUUID().toString().substring(0, 8);
  private Exchange invite;

  Call(SipPhone phone, String userAndParameters) {
    this.phone = phone;
    this.target = phone.uri(userAndParameters);
  }

  public String callId() {
    return callId;
  }

  void sendInvite() {
    invite = send("INVITE");
  }

  /** The INVITE and its responses. */
  public Exchange invite() {
    return invite;
  }

  /** Waits for a response to the INVITE. */
  public SipMessage expect(int status) {
    return invite.expect(status);
  }

  /** Sends a request of this call; in the dialog, if the INVITE was accepted. */
  public Exchange send(String method, String... moreHeaders) {
    SipMessage accepted = accepted();
    List<String> headers = new ArrayList<>();
    headers.add(phone.via());
    headers.add("CSeq: " + phone.nextCSeq() + " " + method);
    headers.addAll(common(accepted));
    headers.addAll(List.of(moreHeaders));
    boolean withSdp = method.equals("INVITE");
    if (withSdp) {
      headers.add("Content-Type: application/sdp");
    }
    return new Exchange(
        phone,
        SipMessage.of(
            method + " " + remoteTarget(accepted) + " SIP/2.0", headers, withSdp ? SDP : ""));
  }

  private List<String> common(SipMessage accepted) {
    List<String> headers = new ArrayList<>();
    headers.add("Max-Forwards: 70");
    headers.add("From: <sip:caller@127.0.0.1>;tag=" + fromTag);
    headers.add("To: " + (accepted == null ? "<" + target + ">" : accepted.header("To")));
    headers.add("Call-ID: " + callId);
    headers.add(phone.contact());
    if (accepted != null) {
      List<String> routes = new ArrayList<>(accepted.all("Record-Route"));
      java.util.Collections.reverse(routes);
      routes.forEach(route -> headers.add("Route: " + route));
    }
    return headers;
  }

  private SipMessage accepted() {
    if (invite == null) {
      return null;
    }
    String branch = invite.request().branch();
    return phone
        .received(m -> m.isResponse() && m.branch().equals(branch) && m.status() == 200)
        .stream()
        .map(SipPhone.Entry::message)
        .findFirst()
        .orElse(null);
  }

  private String remoteTarget(SipMessage accepted) {
    if (accepted == null) {
      return target;
    }
    String contact = accepted.header("Contact");
    return contact.substring(contact.indexOf('<') + 1, contact.indexOf('>'));
  }

  /** Acknowledges the 200 to the INVITE. */
  public void ack() {
    SipMessage accepted = accepted();
    List<String> headers = new ArrayList<>();
    headers.add(phone.via());
    headers.add("CSeq: " + invite.request().header("CSeq").split(" ")[0] + " ACK");
    headers.addAll(common(accepted));
    phone.transmit(SipMessage.of("ACK " + remoteTarget(accepted) + " SIP/2.0", headers, ""));
  }

  /** Acknowledges a failure of the INVITE (RFC 3261, 17.1.1.3: the transaction's own ACK). */
  public void ackFailure(int status) {
    SipMessage failure = invite.expect(status);
    List<String> headers = inTransaction("ACK");
    headers.add("To: " + failure.header("To"));
    phone.transmit(SipMessage.of("ACK " + target + " SIP/2.0", headers, ""));
  }

  /** Cancels the INVITE. */
  public Exchange cancel() {
    List<String> headers = inTransaction("CANCEL");
    headers.add("To: <" + target + ">");
    return new Exchange(phone, SipMessage.of("CANCEL " + target + " SIP/2.0", headers, ""));
  }

  private List<String> inTransaction(String method) {
    List<String> headers = new ArrayList<>();
    headers.add("Via: " + invite.request().header("Via"));
    headers.add("CSeq: " + invite.request().header("CSeq").split(" ")[0] + " " + method);
    headers.add("Max-Forwards: 70");
    headers.add("From: " + invite.request().header("From"));
    headers.add("Call-ID: " + callId);
    return headers;
  }

  /** Hangs up. */
  public Exchange bye() {
    return send("BYE");
  }
}
