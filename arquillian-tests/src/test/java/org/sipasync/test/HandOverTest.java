package org.sipasync.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sipasync.test.ClusterServers.LONG;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.clustered.Clustered;

/** Three servers on loopback, of which one stops in good order, and one has another version. */
class HandOverTest extends InContainer {
  private static final int CALLS = 40;

  @TempDir Path directory;
  private final Map<String, Set<String>> finals = new HashMap<>();
  private final Set<String> trying = new HashSet<>();
  private ClusterServers cluster;
  private DatagramSocket caller;

  @BeforeEach
  void start() throws IOException {
    Path war = file(directory, war("clustered", Clustered.class.getPackage()));
    Path folder = directory.resolve("other");
    assertThat(folder.toFile().mkdir()).isTrue();
    Path other =
        file(
            folder,
            war("clustered", Clustered.class.getPackage())
                .addAsWebInfResource(new StringAsset("2"), "version.txt"));
    cluster = new ClusterServers("hand-over", List.of(war, war, other));
    caller = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    caller.setSoTimeout(500);
  }

  @AfterEach
  void stop() {
    caller.close();
    cluster.close();
  }

  private void invite(String user, int number, long wait) throws IOException {
    String text =
        """
        INVITE sip:%1$s@127.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%2$d;branch=z9hG4bK-%1$s-%3$d;rport
        From: <sip:caller@127.0.0.1>;tag=%3$d
        To: <sip:%1$s@127.0.0.1>
        Call-ID: %1$s-%3$d
        CSeq: 1 INVITE
        Contact: <sip:caller@127.0.0.1:%2$d>
        Max-Forwards: 70
        X-Wait: %4$d
        Content-Length: 0

        """
            .formatted(user, caller.getLocalPort(), number, wait)
            .replace("\n", "\r\n");
    byte[] bytes = text.getBytes(UTF_8);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    caller.send(new DatagramPacket(bytes, bytes.length, loopback, cluster.sipPort(0)));
  }

  /** Takes what has come, and acknowledges final responses. */
  private void receive() throws IOException {
    byte[] buffer = new byte[65_535];
    while (true) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        caller.receive(packet);
      } catch (SocketTimeoutException none) {
        return;
      }
      String response = new String(buffer, 0, packet.getLength(), UTF_8);
      String call = header(response, "Call-ID");
      if (response.startsWith("SIP/2.0 1")) {
        trying.add(call);
        continue;
      }
      finals.computeIfAbsent(call, key -> new HashSet<>()).add(response);
      byte[] ack = ack(response).getBytes(UTF_8);
      caller.send(new DatagramPacket(ack, ack.length, packet.getSocketAddress()));
    }
  }

  private static String ack(String response) {
    List<String> lines = new ArrayList<>(List.of("ACK sip:callee@127.0.0.1 SIP/2.0"));
    for (String name : List.of("Via", "From", "To", "Call-ID")) {
      lines.add(name + ": " + header(response, name));
    }
    lines.addAll(List.of("CSeq: 1 ACK", "Max-Forwards: 70", "Content-Length: 0", "", ""));
    return String.join("\r\n", lines);
  }

  private static String header(String message, String name) {
    Matcher value = Pattern.compile("(?mi)^" + name + ": *([^\\r\\n]*)").matcher(message);
    return value.find() ? value.group(1) : null;
  }

  /**
   *
   *
   * <pre>
   * caller              A               B               C, another version
   *   │ INVITE × 40 ────▶│ suspended     │               │
   *   │                  │ SIGTERM       │               │
   *   │                  │─ stored, left ▶ claims all    │ waits
   *   │◀──────────────── 480, 486 of B, none of A ───────│
   * </pre>
   */
  @Test
  @DisplayName("a server that stops gives its suspended calls to the one with the same WAR")
  void handedOver() throws IOException {
    for (int i = 0; i < CALLS / 2; i++) {
      invite("once", i, 170_000);
      invite("again", i, 20_000);
    }
    await()
        .atMost(LONG)
        .until(
            () -> {
              receive();
              return trying.size() == CALLS;
            });
    await().atMost(LONG).until(() -> cluster.metric(0, "inheritable") == CALLS);
    assertThat(cluster.metric(0, "equal_members")).isEqualTo(2);
    assertThat(finals).isEmpty();

    cluster.server(0).close();
    await()
        .atMost(LONG)
        .until(
            () -> {
              receive();
              return finals.size() == CALLS;
            });
    receive();
    assertThat(finals.values()).allSatisfy(each -> assertThat(each).hasSize(1));
    finals.forEach(
        (call, each) -> {
          String response = each.iterator().next();
          assertThat(header(response, "X-Node")).isEqualTo(cluster.node(1));
          assertThat(header(response, "X-Rc")).isEqualTo(call.startsWith("again") ? "1" : "-8");
        });
  }
}
