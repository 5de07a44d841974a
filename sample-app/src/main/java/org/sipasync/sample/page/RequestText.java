package org.sipasync.sample.page;

import java.util.List;
import java.util.UUID;

/** Writes the requests of one call. */
final class RequestText {
  private static final String SDP =
      "v=0\r\no=visitor 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
          + "m=audio 4000 RTP/AVP 0\r\n";

  private final String callId;
  private final Order order;
  private final String local;
  private final String uri;
  private final String from;
  private final String to;
  private String toTag = "";
  private String remoteTarget;
  private List<String> routes = List.of();

  /**
   * @param local this side's {@code host:port}
   * @param server the server's {@code host:port}
   */
  RequestText(String callId, Order order, String local, String server) {
    this.callId = callId;
    this.order = order;
    this.local = local;
    uri = order.uri(server);
    remoteTarget = uri;
    from = "<sip:" + order.uid() + "@" + server + ">;tag=" + Integer.toHexString(callId.hashCode());
    boolean isRegister = order.method().equals("REGISTER");
    to = "<sip:" + (isRegister ? order.uid() : order.target().user()) + "@" + server + ">";
  }

  static String branch() {
    return "z9hG4bK" + UUID.randomUUID();
  }

  /** The Request-URI of the first request. */
  String uri() {
    return uri;
  }

  /** The final response to the INVITE says where the rest of the call goes. */
  void dialog(SipText response) {
    toTag = response.toTag();
    remoteTarget = response.contact().orElse(uri);
    routes = response.routeSet();
  }

  /** Begins anew, with credentials. */
  void forgetDialog() {
    toTag = "";
    remoteTarget = uri;
    routes = List.of();
  }

  /**
   * A request, outside or inside the call's dialog.
   *
   * @param more header lines, each with its line end
   */
  String request(String method, int cSeq, String branch, String more) {
    String body =
        switch (method) {
          case "INVITE" -> SDP;
          case "MESSAGE" -> "Hello\r\n";
          default -> "";
        };
    String type =
        switch (method) {
          case "INVITE" -> "Content-Type: application/sdp\r\n";
          case "MESSAGE" -> "Content-Type: text/plain\r\n";
          case "REGISTER" -> "Expires: 300\r\n";
          default -> "";
        };
    return text(method, remoteTarget, cSeq, branch, toTag, routeLines() + more + type, body);
  }

  String ack(int cSeq) {
    return text("ACK", remoteTarget, cSeq, branch(), toTag, routeLines(), "");
  }

  /** The ACK of any but a 2xx belongs to the INVITE's transaction. */
  String ackOfFailure(ClientTransaction invite) {
    return text("ACK", uri, invite.cSeq, invite.branch, toTag, "", "");
  }

  String cancel(ClientTransaction invite) {
    return text("CANCEL", uri, invite.cSeq, invite.branch, "", "", "");
  }

  private String routeLines() {
    StringBuilder lines = new StringBuilder();
    routes.forEach(route -> lines.append("Route: ").append(route).append("\r\n"));
    return lines.toString();
  }

  private String text(
      String method, String target, int cSeq, String branch, String tag, String more, String body) {
    return method
        + " "
        + target
        + " SIP/2.0\r\n"
        + "Via: SIP/2.0/UDP "
        + local
        + ";branch="
        + branch
        + "\r\n"
        + "Max-Forwards: 70\r\n"
        + "From: "
        + from
        + "\r\n"
        + "To: "
        + to
        + tag
        + "\r\n"
        + "Call-ID: "
        + callId
        + "\r\n"
        + "CSeq: "
        + cSeq
        + " "
        + method
        + "\r\n"
        + "Contact: <sip:"
        + order.uid()
        + "@"
        + local
        + ">\r\n"
        + more
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
