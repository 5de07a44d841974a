package org.sipasync.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Callers behind one socket of loopback, who note each final response by its call. */
final class UdpCallers implements AutoCloseable {
  private static final Pattern CALL_ID = Pattern.compile("(?mi)^Call-ID: *(\\S+)");
  private static final Pattern METHOD = Pattern.compile("(?mi)^CSeq: *\\d+ *(\\S+)");

  /** Final responses of each INVITE, by Call-ID. */
  final Map<String, Set<String>> finals = new ConcurrentHashMap<>();

  /** Calls that have got a 100, and when, in milliseconds of a monotonic clock. */
  final Map<String, Long> trying = new ConcurrentHashMap<>();

  /** Statuses of other requests, by method and Call-ID. */
  final Map<String, Integer> others = new ConcurrentHashMap<>();

  private final DatagramSocket socket;

  UdpCallers() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setReceiveBufferSize(4 << 20);
    Thread reader = new Thread(this::read, "callers");
    reader.setDaemon(true);
    reader.start();
  }

  static long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Sends an INVITE; the Call-ID is {@code user-number}. */
  void invite(int sipPort, String user, int number, long wait, String... headers)
      throws IOException {
    String to = "<sip:" + user + "@127.0.0.1>";
    String own = "X-Wait: " + wait + "\n" + String.join("\n", headers);
    send(request("INVITE", 1, user + "-" + number, to, own), sipPort);
  }

  /** Sends the CANCEL of an INVITE. */
  void cancel(int sipPort, String callId) throws IOException {
    String user = callId.substring(0, callId.lastIndexOf('-'));
    send(request("CANCEL", 1, callId, "<sip:" + user + "@127.0.0.1>", ""), sipPort);
  }

  /** Sends a BYE in the dialog of a 2xx. */
  void bye(int sipPort, String callId, String response) throws IOException {
    send(inDialog("BYE", 2, callId, response), sipPort);
  }

  /** Returns a request to the remote target, by its route (RFC 3261, 12.2.1.1). */
  private String inDialog(String method, int cSeq, String callId, String response) {
    String route = header(response, "Record-Route");
    String more = route == null ? "" : "Route: " + route;
    String target = header(response, "Contact").replaceAll(".*<([^>]*)>.*", "$1");
    return request(method, cSeq, callId, header(response, "To"), more)
        .replaceFirst("^(\\S+) \\S+", "$1 " + target)
        .replace("branch=z9hG4bK-", "branch=z9hG4bK-" + method + "-");
  }

  private String request(String method, int cSeq, String callId, String to, String more) {
    String user = callId.substring(0, callId.lastIndexOf('-'));
    return """
    %1$s sip:%3$s@127.0.0.1 SIP/2.0
    Via: SIP/2.0/UDP 127.0.0.1:%4$d;branch=z9hG4bK-%2$s;rport
    From: <sip:caller@127.0.0.1>;tag=%2$s
    To: %6$s
    Call-ID: %2$s
    CSeq: %5$d %1$s
    Contact: <sip:caller@127.0.0.1:%4$d>
    Max-Forwards: 70
    %7$s
    Content-Length: 0

    """
        .formatted(method, callId, user, port(), cSeq, to, more)
        .replaceAll("\n+(?=\\S)", "\r\n")
        .replaceAll("\n\n$", "\r\n\r\n");
  }

  private void send(String text, int sipPort) throws IOException {
    send(text, new InetSocketAddress(InetAddress.getLoopbackAddress(), sipPort));
  }

  private void send(String text, InetSocketAddress to) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    socket.send(new DatagramPacket(bytes, bytes.length, to));
  }

  private void read() {
    byte[] buffer = new byte[65_535];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        note(
            new String(buffer, 0, packet.getLength(), UTF_8),
            (InetSocketAddress) packet.getSocketAddress());
      } catch (SocketException closed) {
        return;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void note(String response, InetSocketAddress from) throws IOException {
    Matcher id = CALL_ID.matcher(response);
    Matcher method = METHOD.matcher(response);
    if (!id.find() || !method.find()) {
      return;
    }
    String callId = id.group(1);
    if (!method.group(1).equals("INVITE")) {
      others.put(method.group(1) + " " + callId, status(response));
    } else if (response.startsWith("SIP/2.0 1")) {
      trying.putIfAbsent(callId, millis());
    } else {
      finals.computeIfAbsent(callId, key -> ConcurrentHashMap.newKeySet()).add(response);
      acknowledge(response, callId, from);
    }
  }

  /** The ACK of a 2xx is a transaction of its own. */
  private void acknowledge(String response, String callId, InetSocketAddress from)
      throws IOException {
    boolean isSuccess = status(response) < 300;
    String ack =
        isSuccess
            ? inDialog("ACK", 1, callId, response)
            : request("ACK", 1, callId, header(response, "To"), "");
    send(ack, from);
  }

  static int status(String response) {
    return Integer.parseInt(response.substring(8, 11));
  }

  static String header(String response, String name) {
    Matcher value = Pattern.compile("(?mi)^" + name + ": *([^\\r\\n]*)").matcher(response);
    return value.find() ? value.group(1) : null;
  }

  /** The only final response of a call; an {@link AssertionError} if there are none or more. */
  String only(String callId) {
    Set<String> each = finals.getOrDefault(callId, Set.of());
    if (each.size() != 1) {
      throw new AssertionError(callId + " has " + each.size() + " final responses: " + each);
    }
    return each.iterator().next();
  }

  @Override
  public void close() {
    socket.close();
  }
}
