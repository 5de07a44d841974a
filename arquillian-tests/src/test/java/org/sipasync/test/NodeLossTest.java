package org.sipasync.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.clustered.Clustered;

/** Three servers on loopback, of which one is killed. */
class NodeLossTest extends InContainer {
  private static final int CALLS = 1000;
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Pattern CALL_ID = Pattern.compile("(?mi)^Call-ID: *(\\S+)");

  @TempDir Path directory;

  private final List<MicroServer> servers = new ArrayList<>();
  private final List<Integer> sipPorts = new ArrayList<>();
  private final Map<String, Set<String>> finals = new ConcurrentHashMap<>();
  private final Set<String> trying = ConcurrentHashMap.newKeySet();
  private DatagramSocket caller;

  @BeforeEach
  void start() throws IOException {
    Path war = file(directory, war("clustered", Clustered.class.getPackage()));
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ports.add(MicroServer.freePort());
      sipPorts.add(MicroServer.freePort());
    }
    String members = "127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d".formatted(ports.toArray());
    for (int i = 0; i < 3; i++) {
      servers.add(
          new MicroServer(
              Path.of("target/node-loss-" + i + ".log"),
              war,
              "-Dsip.listen=udp:127.0.0.1:" + sipPorts.get(i),
              "-Dsip.cluster.members=" + members,
              "-Dsip.cluster.heartbeat=5000",
              "-Dsip.cluster.port=" + ports.get(i),
              "-Dsip.cluster.name=node-loss-" + ports.get(0)));
    }
    caller = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    caller.setReceiveBufferSize(4 << 20);
    Thread reader = new Thread(this::read, "caller");
    reader.setDaemon(true);
    reader.start();
    for (MicroServer server : servers) {
      await().atMost(LONG).until(() -> metric(server, "lease") == 1);
    }
  }

  @AfterEach
  void stop() {
    servers.forEach(MicroServer::close);
    caller.close();
  }

  private static long metric(MicroServer server, String name) {
    String text = server.send("GET", "/metrics?scope=sip", "").body();
    Matcher value =
        Pattern.compile("(?m)^sip_cluster_" + name + "(?:\\{[^}]*})? ([0-9.E]+)").matcher(text);
    return value.find() ? (long) Double.parseDouble(value.group(1)) : -1;
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
    send(text, new InetSocketAddress(InetAddress.getLoopbackAddress(), sipPorts.get(0)));
  }

  private void send(String text, InetSocketAddress to) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    caller.send(new DatagramPacket(bytes, bytes.length, to));
  }

  /** Notes each final response by its call, and acknowledges it. */
  private void read() {
    byte[] buffer = new byte[65_535];
    while (!caller.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        caller.receive(packet);
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
    if (!id.find()) {
      return;
    }
    if (response.startsWith("SIP/2.0 1")) {
      trying.add(id.group(1));
      return;
    }
    finals.computeIfAbsent(id.group(1), key -> ConcurrentHashMap.newKeySet()).add(response);
    String ack =
        "ACK sip:callee@127.0.0.1 SIP/2.0\r\n"
            + line(response, "Via")
            + line(response, "From")
            + line(response, "To")
            + line(response, "Call-ID")
            + "CSeq: 1 ACK\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
    send(ack, from);
  }

  private static String line(String response, String name) {
    return name + ": " + header(response, name) + "\r\n";
  }

  private static String header(String response, String name) {
    Matcher value = Pattern.compile("(?mi)^" + name + ": *([^\\r\\n]*)").matcher(response);
    return value.find() ? value.group(1) : null;
  }

  /**
   *
   *
   * <pre>
   * caller              A               grid            B, C
   *   │ INVITE × 1000 ──▶│ suspended      │               │
   *   │                  │──── stored ───▶│               │
   *   │                  ✗ killed         │               │
   *   │                                   │◀── claimed ───│
   *   │◀──── 480, return code -8: of what must not run twice
   *   │◀──── 486, return code 1: of what may run again
   * </pre>
   */
  @Test
  @DisplayName(
      "kill -9 of one of three servers with 1,000 suspended calls: one final response each")
  void killed() throws IOException {
    for (int i = 0; i < CALLS / 2; i++) {
      invite("once", i, 170_000);
      invite("again", i, 15_000);
      if (i % 50 == 49) {
        int sent = 2 * (i + 1);
        await().atMost(LONG).until(() -> trying.size() == sent);
      }
    }
    await().atMost(LONG).until(() -> metric(servers.get(0), "stored_total") >= CALLS);
    servers.remove(0).kill();
    await().atMost(LONG).untilAsserted(() -> assertThat(finals).hasSize(CALLS));
    assertThat(finals.values()).allSatisfy(each -> assertThat(each).hasSize(1));
    finals.forEach(
        (id, each) -> {
          String response = each.iterator().next();
          boolean isAgain = id.startsWith("again");
          assertThat(header(response, "X-Rc")).isEqualTo(isAgain ? "1" : "-8");
          assertThat(header(response, "X-Avp")).isEqualTo(id);
          assertThat(header(response, "X-Asked")).isEqualTo(isAgain ? "15000" : "170000");
        });
    assertThat(servers).allMatch(server -> metric(server, "members") == 2);
  }

  /**
   *
   *
   * <pre>
   * caller              A                        B, C
   *   │ INVITE × 200 ───▶│ suspended, stored      │
   *   │                  ║ stopped                │
   *   │◀───────────────────── 480 and 486 ────────│ claimed after heartbeat and lease
   *   │                  ║ goes on: its operations have ended, its lease, too
   *   │                  │ withholds 200 responses, joins again under another id
   * </pre>
   */
  @Test
  @Tag("load")
  @DisplayName("a server that was stopped and wakes up answers nothing that others have answered")
  void stopped() throws Exception {
    for (int i = 0; i < 100; i++) {
      invite("once", i, 40_000);
      invite("again", i, 25_000);
    }
    MicroServer stopped = servers.get(0);
    await().atMost(LONG).until(() -> metric(stopped, "stored_total") >= 200);
    stopped.signal("STOP");
    await().atMost(LONG).until(() -> finals.size() == 200);
    stopped.signal("CONT");
    await()
        .atMost(LONG)
        .until(() -> metric(stopped, "members") == 3 && metric(stopped, "lease") == 1);
    await().atMost(LONG).until(() -> metric(stopped, "live") == 0);
    assertThat(stopped.log()).contains("SIPA-0509");
    invite("once", 200, 1000);
    await().atMost(LONG).until(() -> finals.containsKey("once-200"));
    assertThat(finals.values()).allSatisfy(each -> assertThat(each).hasSize(1));
  }
}
