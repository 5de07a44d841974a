package org.sipasync.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sipasync.test.ThreeNodes.LONG;
import static org.sipasync.test.UdpCallers.header;
import static org.sipasync.test.UdpCallers.status;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.clustered.Clustered;

/** One death of a server, with callers of many kinds. */
class TakeoverTest extends InContainer {
  private static final int STORED = 8;
  private static final long LATE = 170_000;

  @TempDir Path directory;

  private ThreeNodes nodes;
  private UdpCallers callers;

  private String awaitOnly(String callId) {
    await().atMost(LONG).until(() -> callers.finals.containsKey(callId));
    return callers.only(callId);
  }

  private void awaitCancelled(String callId) {
    assertThat(status(awaitOnly(callId))).isEqualTo(487);
    await().atMost(LONG).until(() -> callers.others.containsKey("CANCEL " + callId));
    assertThat(callers.others).containsEntry("CANCEL " + callId, 200);
  }

  /**
   *
   *
   * <pre>
   * caller                 A              B, C
   *   │ INVITE × 9 ───────▶│ stored        │
   *   │ CANCEL ×2 ────────▶│◀─────────────▶│ one comes to B
   *   │                    ✗ killed        │
   *   │ CANCEL, INVITE again ─────────────▶│ before they miss A
   *   │◀─────────── 487, 200, 486, 480 ────│
   *   │ CANCEL ───────────────────────────▶│ to both, of a call that one of them has
   * </pre>
   */
  @Test
  @DisplayName(
      "CANCEL before, during and after a takeover; retransmission; 2xx; TCP; suspended anew")
  void takeover() throws Exception {
    Path war = file(directory, war("clustered", Clustered.class.getPackage()));
    try (ThreeNodes three = new ThreeNodes("takeover", war);
        UdpCallers udp = new UdpCallers();
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket connection = new Socket(InetAddress.getLoopbackAddress(), three.sipPort(0))) {
      nodes = three;
      callers = udp;
      place(connection, listener.getLocalPort());
      cancelBefore();
      three.server(0).kill();
      during();
      succeeded();
      suspendedAnew();
      assertThat(overTcp(listener)).startsWith("SIP/2.0 480").contains("X-Rc: -8");
      cancelAfter();
      consoleShowsNodes();
      assertThat(status(awaitOnly("once-1"))).isEqualTo(480);
      callers.finals.keySet().forEach(callers::only);
    }
  }

  private void place(Socket connection, int listener) throws IOException {
    int node = nodes.sipPort(0);
    callers.invite(node, "before", 0, LATE);
    callers.invite(node, "elsewhere", 0, LATE);
    callers.invite(node, "during", 0, LATE);
    callers.invite(node, "again", 1, LATE);
    callers.invite(node, "again", 2, 20_000, "X-Answer: 200");
    callers.invite(node, "once", 1, LATE);
    callers.invite(node, "once", 2, LATE, "X-Then: 3000");
    connection.getOutputStream().write(tcpInvite(listener).getBytes(UTF_8));
    nodes.awaitStored(0, STORED);
  }

  private static String tcpInvite(int listener) {
    return """
    INVITE sip:once@127.0.0.1 SIP/2.0
    Via: SIP/2.0/TCP 127.0.0.1:%d;branch=z9hG4bK-tcp
    From: <sip:caller@127.0.0.1>;tag=tcp
    To: <sip:once@127.0.0.1>
    Call-ID: tcp
    CSeq: 1 INVITE
    Contact: <sip:caller@127.0.0.1:%1$d;transport=tcp>
    Max-Forwards: 70
    X-Wait: 170000
    Content-Length: 0

    """
        .formatted(listener)
        .replace("\n", "\r\n");
  }

  private void cancelBefore() throws IOException {
    callers.cancel(nodes.sipPort(0), "before-0");
    awaitCancelled("before-0");
    callers.cancel(nodes.sipPort(1), "elsewhere-0");
    awaitCancelled("elsewhere-0");
    assertThat(nodes.metric(0, "lease")).isEqualTo(1);
  }

  /** Within the half second before the others miss it, if the machine is fast enough. */
  private void during() throws IOException {
    callers.invite(nodes.sipPort(1), "once", 1, LATE);
    callers.cancel(nodes.sipPort(2), "during-0");
    awaitCancelled("during-0");
  }

  private void succeeded() throws IOException {
    String ok = awaitOnly("again-2");
    assertThat(status(ok)).isEqualTo(200);
    assertThat(header(ok, "X-Rc")).isEqualTo("1");
    int heir =
        Integer.parseInt(header(ok, "Contact").replaceAll(".*127\\.0\\.0\\.1:(\\d+).*", "$1"));
    assertThat(heir).isIn(nodes.sipPort(1), nodes.sipPort(2));
    callers.bye(heir, "again-2", ok);
    await().atMost(LONG).until(() -> callers.others.containsKey("BYE again-2"));
    assertThat(callers.others).containsEntry("BYE again-2", 200);
  }

  private void suspendedAnew() {
    String response = awaitOnly("once-2");
    assertThat(status(response)).isEqualTo(486);
    assertThat(header(response, "X-Rc")).isEqualTo("1");
    assertThat(header(response, "X-First")).isEqualTo("-8");
  }

  /** The heir opens a connection to the port of the Via (RFC 3261, 18.2.2). */
  private static String overTcp(ServerSocket listener) throws IOException {
    listener.setSoTimeout((int) LONG.toMillis());
    try (Socket heir = listener.accept()) {
      heir.setSoTimeout((int) LONG.toMillis());
      InputStream in = heir.getInputStream();
      StringBuilder text = new StringBuilder();
      byte[] buffer = new byte[8192];
      while (!text.toString().contains("X-Rc")) {
        int length = in.read(buffer);
        assertThat(length).isPositive();
        text.append(new String(buffer, 0, length, UTF_8));
      }
      return text.substring(text.indexOf("SIP/2.0 4"));
    }
  }

  private void consoleShowsNodes() {
    MicroServer node = nodes.server(1);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(node.send("GET", "/sip-async/api/cluster", "").body())
                    .contains("\"isThis\":true", "\"isThis\":false", "\"claimed_total\":"));
  }

  private void cancelAfter() throws IOException {
    callers.cancel(nodes.sipPort(1), "again-1");
    callers.cancel(nodes.sipPort(2), "again-1");
    awaitCancelled("again-1");
  }
}
