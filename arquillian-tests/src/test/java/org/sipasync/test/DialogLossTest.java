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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.talking.Talking;

/** Three servers on loopback, of which the one that has the dialogs is killed. */
class DialogLossTest extends InContainer {
  @TempDir Path directory;
  private ClusterServers cluster;
  private final List<Caller> callers = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    Path war = file(directory, war("talking", Talking.class.getPackage()));
    cluster = new ClusterServers("dialog-loss", war);
  }

  @AfterEach
  void stop() {
    callers.forEach(Caller::close);
    cluster.close();
  }

  private Caller caller(String callId) throws IOException {
    Caller caller = new Caller(callId);
    callers.add(caller);
    return caller;
  }

  /** One call's caller, who repeats each request until it has an answer. */
  private final class Caller {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final String callId;
    private String to = "<sip:callee@127.0.0.1>";
    private int cseq;

    Caller(String callId) throws IOException {
      this.callId = callId;
      socket.setSoTimeout(1000);
    }

    private String text(String method, String... headers) {
      String branch = "z9hG4bK-" + callId + "-" + cseq + "-" + (method.equals("ACK") ? "a" : "r");
      return String.join(
              "\r\n",
              method + " sip:callee@127.0.0.1 SIP/2.0",
              "Via: SIP/2.0/UDP 127.0.0.1:" + socket.getLocalPort() + ";branch=" + branch,
              "From: <sip:caller@127.0.0.1>;tag=" + callId,
              "To: " + to,
              "Call-ID: " + callId,
              "CSeq: " + cseq + " " + method,
              "Contact: <sip:caller@127.0.0.1:" + socket.getLocalPort() + ">",
              "Max-Forwards: 70",
              headers.length == 0 ? "Content-Length: 0" : String.join("\r\n", headers),
              "")
          + "\r\n";
    }

    private void send(int server, String text) throws IOException {
      byte[] bytes = text.getBytes(UTF_8);
      InetAddress loopback = InetAddress.getLoopbackAddress();
      socket.send(new DatagramPacket(bytes, bytes.length, loopback, cluster.sipPort(server)));
    }

    /** Sends a request to a server, again and again, until it has its final response. */
    String ask(int server, String method, String... headers) throws IOException {
      cseq++;
      String text = text(method, headers);
      for (int i = 0; i < 60; i++) {
        send(server, text);
        String response = receive("SIP/2.0 [2-6].*CSeq: *" + cseq + " " + method);
        if (response != null) {
          to = header(response, "To");
          if (method.equals("INVITE")) {
            send(server, text("ACK"));
          }
          return response;
        }
      }
      throw new AssertionError("no answer to " + text);
    }

    /** Waits a second for a message; null if none has come. */
    String receive(String pattern) throws IOException {
      Pattern wanted = Pattern.compile(pattern + ".*", Pattern.DOTALL);
      byte[] buffer = new byte[65_535];
      try {
        while (true) {
          DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
          socket.receive(packet);
          String message = new String(buffer, 0, packet.getLength(), UTF_8);
          if (wanted.matcher(message).matches()) {
            return message;
          }
        }
      } catch (SocketTimeoutException none) {
        return null;
      }
    }

    void close() {
      socket.close();
    }
  }

  private static String header(String message, String name) {
    Matcher value = Pattern.compile("(?mi)^" + name + ": *([^\\r\\n]*)").matcher(message);
    return value.find() ? value.group(1) : null;
  }

  /** Waits until all that has happened is in the grid: nothing more is written for a while. */
  private void awaitStored(long atLeast) {
    await()
        .atMost(LONG)
        .during(Duration.ofSeconds(3))
        .until(() -> cluster.metric(0, "stored_total"), stored -> stored >= atLeast);
  }

  /**
   *
   *
   * <pre>
   * caller              A               grid            B, C
   *   │ INVITE, 200, ACK │── stored ─────▶│               │
   *   │ INFO ────────────────────────────────────────────▶│
   *   │                  │◀──────────── sent on ──────────│
   *   │◀──────────────── 200 by way of B ─────────────────│
   *   │                  ✗ killed         │◀── claimed ───│
   *   │ BYE, re-INVITE ──────────────────────────────────▶│ to the heir of the call
   *   │◀──────────────── 200 of the heir ─────────────────│
   *   │◀──────────────── INFO: the timer has fired ───────│
   * </pre>
   */
  @Test
  @DisplayName("kill -9 of the server of a call: its BYE, re-INVITE and timer go on at others")
  void killed() throws IOException {
    Caller ending = caller("ending");
    Caller changing = caller("changing");
    Caller waiting = caller("waiting");
    assertThat(header(ending.ask(0, "INVITE"), "X-Node")).isEqualTo(cluster.node(0));
    changing.ask(0, "INVITE");
    waiting.ask(0, "INVITE", "X-Timer: 45000", "Content-Length: 0");
    awaitStored(3);
    long stored = cluster.metric(0, "stored_total");

    String info = ending.ask(1, "INFO");
    assertThat(header(info, "X-Node")).isEqualTo(cluster.node(0));
    assertThat(header(info, "X-Asked")).isEqualTo("INVITE ACK");
    awaitStored(stored + 1);

    cluster.server(0).kill();
    String bye = ending.ask(1, "BYE");
    assertThat(bye).startsWith("SIP/2.0 200");
    assertThat(header(bye, "X-Node")).isIn(cluster.node(1), cluster.node(2));
    assertThat(header(bye, "X-Asked")).isEqualTo("INVITE ACK INFO");

    String changed = changing.ask(2, "INVITE");
    assertThat(changed).startsWith("SIP/2.0 200");
    assertThat(header(changed, "X-Node")).isIn(cluster.node(1), cluster.node(2));
    assertThat(header(changed, "X-Asked")).isEqualTo("INVITE ACK");
    assertThat(header(changing.ask(1, "UPDATE"), "X-Asked")).startsWith("INVITE ACK INVITE");
    assertThat(changing.ask(2, "BYE")).startsWith("SIP/2.0 200");
    assertThat(changing.ask(1, "BYE")).startsWith("SIP/2.0 481");

    String[] fired = new String[1];
    await().atMost(LONG).until(() -> (fired[0] = waiting.receive("INFO sip:caller")) != null);
    assertThat(header(fired[0], "X-Node")).isIn(cluster.node(1), cluster.node(2));
    assertThat(header(fired[0], "X-Timer")).isEqualTo("of waiting");
    assertThat(
            cluster.metric(1, "sessions_claimed_total")
                + cluster.metric(2, "sessions_claimed_total"))
        .isEqualTo(3);
  }
}
