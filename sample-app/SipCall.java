import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Places one SIP call and shows it, for those without SIPp:
 *
 * <pre>
 *   java sample-app/SipCall.java "sip:pause@127.0.0.1:5060;ms=100" [INVITE|OPTIONS|MESSAGE]
 * </pre>
 *
 * Needs nothing but Java 17. Speaks UDP. Exits with 0 if the call was answered 200, else with 1.
 */
public class SipCall {
  private static final int PATIENCE_MILLIS = 35_000;
  private static final int FIRST_RETRANSMISSION_MILLIS = 500;
  private static final Pattern URI =
      Pattern.compile("sip:([^@;]+)@([^:;]+)(?::(\\d{1,5}))?((?:;.*)?)");
  private static final String SDP =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
          + "m=audio 4000 RTP/AVP 0\r\n";

  private final DatagramSocket socket;
  private final InetSocketAddress server;
  private final String uri;
  private final String callId = UUID.randomUUID().toString();
  private final String fromTag = UUID.randomUUID().toString().substring(0, 8);
  private final long begin = System.nanoTime();
  private String toTag = "";
  private String target;
  private int cSeq;

  private SipCall(DatagramSocket socket, InetSocketAddress server, String uri) {
    this.socket = socket;
    this.server = server;
    this.uri = uri;
    this.target = uri;
  }

  public static void main(String[] arguments) throws IOException {
    Matcher uri = URI.matcher(arguments.length > 0 ? arguments[0] : "");
    String method = arguments.length > 1 ? arguments[1] : "INVITE";
    if (!uri.matches() || !method.matches("INVITE|OPTIONS|MESSAGE")) {
      System.err.println(
          "usage: java SipCall.java \"sip:pause@127.0.0.1:5060;ms=100\" [INVITE|OPTIONS|MESSAGE]");
      System.exit(2);
    }
    int port = uri.group(3) == null ? 5060 : Integer.parseInt(uri.group(3));
    if (port < 1 || port > 65_535) {
      System.err.println("The port is not a number from 1 to 65535: " + port);
      System.exit(2);
    }
    InetSocketAddress server = new InetSocketAddress(uri.group(2), port);
    if (server.isUnresolved()) {
      System.err.println("Unknown host: " + uri.group(2));
      System.exit(2);
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(server);
      System.out.println("        caller                    " + uri.group(2) + ":" + port);
      SipCall call = new SipCall(socket, server, arguments[0]);
      System.exit(call.place(method) ? 0 : 1);
    }
  }

  private boolean place(String method) throws IOException {
    String answer = transaction(method);
    boolean accepted = answer.startsWith("SIP/2.0 200");
    if (method.equals("INVITE") && !answer.isEmpty()) {
      if (accepted) {
        target = contact(answer);
        send("ACK " + target, message("ACK", cSeq, branch()));
        accepted = transaction("BYE").startsWith("SIP/2.0 200");
      } else {
        send("ACK", message("ACK", cSeq, inviteBranch));
      }
    }
    return accepted;
  }

  private String inviteBranch;

  /** Sends a request and waits for its final response; empty if there is none. */
  private String transaction(String method) throws IOException {
    cSeq++;
    String branch = branch();
    if (method.equals("INVITE")) {
      inviteBranch = branch;
    }
    String request = message(method, cSeq, branch);
    send(method + " " + target, request);
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    int wait = FIRST_RETRANSMISSION_MILLIS;
    boolean provisional = false;
    while (System.nanoTime() < deadline) {
      socket.setSoTimeout(wait);
      try {
        String response = receive();
        if (response.contains("CSeq: " + cSeq + " " + method) && isFinal(response)) {
          toTag = tag(response);
          return response;
        }
        provisional = true;
      } catch (SocketTimeoutException quiet) {
        wait = Math.min(2 * wait, 4_000);
        if (!provisional) {
          send(method + " again", request);
        }
      } catch (java.net.PortUnreachableException nobody) {
        break;
      }
    }
    System.err.println("No answer from " + server + ". Is the sample running? See README.md.");
    return "";
  }

  private static boolean isFinal(String response) {
    return response.startsWith("SIP/2.0 ") && response.charAt(8) != '1';
  }

  private String receive() throws IOException {
    byte[] buffer = new byte[65_536];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    socket.receive(packet);
    String text = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
    show("◀───────────", text.lines().findFirst().orElse(""));
    return text;
  }

  private void send(String what, String message) throws IOException {
    show("────────────▶", what);
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    socket.send(new DatagramPacket(bytes, bytes.length));
  }

  private void show(String arrow, String what) {
    System.out.printf("%7.1f ms  %-14s %s%n", (System.nanoTime() - begin) / 1e6, arrow, what);
  }

  private static String branch() {
    return "z9hG4bK" + UUID.randomUUID();
  }

  private String message(String method, int number, String branch) {
    String here = socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    String body = method.equals("INVITE") ? SDP : "";
    return method + " " + target + " SIP/2.0\r\n"
        + "Via: SIP/2.0/UDP " + here + ";branch=" + branch + "\r\n"
        + "Max-Forwards: 70\r\n"
        + "From: <sip:caller@" + here + ">;tag=" + fromTag + "\r\n"
        + "To: <" + uri + ">" + toTag + "\r\n"
        + "Call-ID: " + callId + "\r\n"
        + "CSeq: " + number + " " + method + "\r\n"
        + "Contact: <sip:caller@" + here + ">\r\n"
        + (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
        + "Content-Length: " + body.length() + "\r\n\r\n"
        + body;
  }

  private static String tag(String response) {
    Matcher tag = Pattern.compile("(?mi)^To:.*;tag=([^;\\s]+)").matcher(response);
    return tag.find() ? ";tag=" + tag.group(1) : "";
  }

  private String contact(String response) {
    Matcher contact = Pattern.compile("(?mi)^Contact:.*<([^>]+)>").matcher(response);
    return contact.find() ? contact.group(1) : uri;
  }
}
