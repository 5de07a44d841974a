package org.sipasync.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.testkit.Silent;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipPhone;

/** Ladders of calls over the console's REST interface, the HEP sender and the trace log. */
class LadderTest extends InContainer {
  private static final String[] STEERING = {
    "X-Sip-Async", "console", "Content-Type", "application/json"
  };
  private static Silent backend;
  private static DatagramSocket collector;
  private static MicroServer server;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    backend = new Silent();
    collector = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    server =
        new MicroServer(
            directory.resolve("log"),
            ConsoleTest.shop(directory, backend),
            "-Dsip.ladder=true",
            "-Dsip.trace=messages",
            "-Dsip.hep.collector=udp:127.0.0.1:" + collector.getLocalPort(),
            "-Dsip.hep.auth-key=key");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    collector.close();
    backend.close();
  }

  private static JsonObject get(String path) {
    return json(server.send("GET", "/sip-async/api/" + path, "").body());
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text)).readObject();
  }

  private static String with(String callId) {
    return "?callId=" + URLEncoder.encode(callId, UTF_8);
  }

  /** The rows of a call's ladder, each in few words. */
  private static List<String> rows(String callId) {
    return get("ladders/ladder" + with(callId))
        .getJsonArray("entries")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(LadderTest::row)
        .toList();
  }

  private static String row(JsonObject entry) {
    if (entry.getString("type").equals("operation")) {
      return entry.getString("step")
          + " "
          + entry.getString("function")
          + " for "
          + entry.getString("route")
          + (entry.containsKey("returnCode") ? " rc " + entry.getInt("returnCode") : "");
    }
    return (entry.getBoolean("isReceived") ? "< " : "> ")
        + entry.getString("startLine").replaceAll(" (sip:|SIP/).*|SIP/2.0 ", "")
        + (entry.getBoolean("isRepeated") ? " again" : "");
  }

  private static List<String> awaitRows(String callId, Predicate<List<String>> enough) {
    return await().until(() -> rows(callId), enough);
  }

  /**
   *
   *
   * <pre>
   * caller            server                             operator
   *   │ INVITE ────────▶│ async(sleep)                      │
   *   │◀────── 100, 200 │ route paused                      │
   *   │ ACK, BYE ──────▶│                                   │
   *   │                 │◀──── GET ladders/ladder?callId=…  │
   * </pre>
   */
  @Test
  @DisplayName("The ladder of a call: arrows in both directions, and its suspension between them")
  void suspension() {
    try (SipPhone caller = phone("udp")) {
      Call call = caller.invite("pause;ms=700");
      call.expect(200);
      call.ack();
      call.bye().expect(200);
      List<String> rows =
          awaitRows(
              call.callId(),
              all ->
                  all.contains("RESUMED sleep for paused")
                      && all.lastIndexOf("> 200 OK") > all.indexOf("< BYE"));
      assertThat(rows).contains("> 100 Trying"); // at any place, on a busy machine
      assertThat(rows.stream().filter(row -> !row.equals("> 100 Trying") && !row.endsWith("again")))
          .containsExactly(
              "< INVITE",
              "STARTED sleep for paused",
              "ENDED sleep for paused rc 1",
              "RESUMED sleep for paused",
              "> 200 OK",
              "< ACK",
              "< BYE",
              "> 200 OK");
      JsonObject invite =
          get("ladders/ladder" + with(call.callId())).getJsonArray("entries").getJsonObject(0);
      assertThat(invite.getString("transport")).isEqualTo("UDP");
      assertThat(invite.getString("remote")).isEqualTo("127.0.0.1:" + caller.port());
      assertThat(invite.getString("local")).isEqualTo("127.0.0.1:" + SIP_PORT);
      assertThat(invite.getString("text"))
          .startsWith("INVITE sip:pause@")
          .contains("\r\nCall-ID: ");
    }
  }

  @Test
  @DisplayName("A CANCEL abandons the function; TCP")
  void cancelled() {
    try (SipPhone caller = phone("tcp")) {
      Call call = caller.invite("pause;ms=20000");
      call.expect(100);
      call.cancel().expect(200);
      call.ackFailure(487);
      List<String> rows =
          awaitRows(
              call.callId(),
              all -> all.contains("< ACK") && all.contains("ENDED sleep for paused"));
      assertThat(rows)
          .containsSubsequence(
              "< INVITE",
              "STARTED sleep for paused",
              "< CANCEL",
              "> 487 Request Terminated",
              "< ACK")
          .containsSubsequence("STARTED sleep for paused", "ENDED sleep for paused")
          .doesNotContain("RESUMED sleep for paused");
    }
  }

  @Test
  @DisplayName("Calls are found by user, method, status and Call-ID, the latest first")
  void search() {
    String user = "u" + UUID.randomUUID().toString().replace("-", "");
    try (SipPhone caller = phone("udp").as(user)) {
      Call first = caller.invite("pause;ms=1");
      first.expect(200);
      first.ack();
      Call second = caller.invite("pause;ms=20000");
      second.expect(100);
      second.cancel().expect(200);
      second.ackFailure(487);
      assertThat(found("user=" + user)).containsExactly(second.callId(), first.callId());
      assertThat(found("limit=1&user=" + user)).containsExactly(second.callId());
      assertThat(found("status=487&user=" + user)).containsExactly(second.callId());
      assertThat(found("status=4xx&user=" + user.toUpperCase())).containsExactly(second.callId());
      assertThat(found("method=cancel&user=" + user)).containsExactly(second.callId());
      assertThat(found("method=BYE&user=" + user)).isEmpty();
      assertThat(found(with(first.callId()).substring(1))).containsExactly(first.callId());
      JsonObject call = get("ladders?user=" + user).getJsonArray("calls").getJsonObject(0);
      assertThat(call.getInt("status")).isEqualTo(487);
      assertThat(call.getString("from")).contains(user);
    }
    for (String query :
        List.of("?limit=0", "?status=4", "?usr=x", "/ladder", "/ladder?callId=a&x=1")) {
      assertThat(server.send("GET", "/sip-async/api/ladders" + query, "").body())
          .as(query)
          .contains("SIPA-0459");
    }
  }

  private static List<String> found(String query) {
    return get("ladders?" + query).getJsonArray("calls").getValuesAs(JsonObject.class).stream()
        .map(call -> call.getString("callId"))
        .toList();
  }

  @Test
  @DisplayName("Hostile texts stay texts: in JSON, in the text export, in the log")
  void hostile() throws IOException {
    String callId = "<script>alert(1)</script>\u001b[31m" + UUID.randomUUID();
    try (RawPeer peer = new RawPeer("udp")) {
      String request =
          peer.request("OPTIONS")
              .replaceFirst("Call-ID: .*", "Call-ID: " + callId.replace("\u001b", "%1b"))
              .replaceFirst(
                  "(From: .*)", "$1\r\nSubject: \u001b[2J\u202e<img src=x onerror=alert(1)>")
              .replaceFirst(
                  "Call-ID: ",
                  "Authorization: Digest username=\"o\", response=\"f00f00\"\r\nCall-ID: ");
      peer.send(request);
      peer.receive();
      String sent = callId.replace("\u001b", "%1b");
      JsonObject entry =
          get("ladders/ladder" + with(sent)).getJsonArray("entries").getJsonObject(0);
      assertThat(entry.getString("text")).contains("onerror=alert(1)", "response=\"******\"");
      String text = server.send("GET", "/sip-async/api/ladders/ladder.txt" + with(sent), "").body();
      assertThat(text).contains("Subject: ?[2J").doesNotContain("\u001b", "f00f00");
      await().untilAsserted(() -> assertThat(server.log()).contains("  | Call-ID: " + sent));
      assertThat(server.log()).contains("  | Subject: ?[2J").doesNotContain("\u001b", "f00f00");
    }
  }

  @Test
  @DisplayName("Export as text and pcap, each with a line in the audit log")
  void export() {
    try (SipPhone caller = phone("udp")) {
      Call call = caller.invite("pause;ms=300");
      call.expect(200);
      call.ack();
      awaitRows(call.callId(), rows -> rows.contains("< ACK"));
      String path = "/sip-async/api/ladders/ladder";
      var text = server.send("GET", path + ".txt" + with(call.callId()), "");
      assertThat(text.headers().firstValue("Content-Disposition"))
          .contains("attachment; filename=\"ladder.txt\"");
      assertThat(text.body())
          .contains("Call-ID: " + call.callId())
          .containsPattern("\\|-+ INVITE -+>\\| +UDP\n")
          .contains("# INVITE suspended: sleep starts, to resume in paused\n")
          .containsPattern("# sleep returned 1 after \\d+ ms\n")
          .containsPattern("\\|<-+ 200 OK -+\\| +UDP\n")
          .contains("\nINVITE sip:pause@");
      var pcap = server.send("GET", path + ".pcap" + with(call.callId()), "");
      assertThat(pcap.statusCode()).isEqualTo(200);
      assertThat(pcap.body()).contains("INVITE sip:pause@", call.callId());
      assertThat(server.log())
          .containsPattern(
              "SIPA-0391: loopback exported the ladder of 1 call\\(s\\), \\d+ message\\(s\\), as pcap");
    }
  }

  @Test
  @DisplayName("Messages reach the HEP collector, with the Call-ID as correlation")
  void hep() throws IOException {
    try (SipPhone caller = phone("udp")) {
      Call call = caller.invite("pause;ms=1");
      call.expect(200);
      call.ack();
      collector.setSoTimeout(60_000);
      DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
      String text;
      do {
        collector.receive(packet);
        text = new String(packet.getData(), 0, packet.getLength(), UTF_8);
      } while (!text.contains(call.callId()));
      assertThat(text).startsWith("HEP3").contains("\0\16\0\11key").contains("INVITE sip:pause@");
    }
  }

  @Test
  @Tag("V2")
  @DisplayName("An operator stops the capture, which drops the messages, and starts it again")
  void turnedOffAndOn() {
    try (SipPhone caller = phone("udp")) {
      String capture = "/sip-async/api/ladders/capture";
      assertThat(json(server.send("POST", capture, "{\"on\":false}", STEERING).body()).toString())
          .isEqualTo("{\"isOn\":false}");
      try {
        Call call = caller.invite("pause;ms=1");
        call.expect(200);
        call.ack();
        assertThat(get("ladders").getJsonArray("calls")).isEmpty();
        assertThat(rows(call.callId())).isEmpty();
      } finally {
        assertThat(
                json(server.send("POST", capture, "{\"on\":true}", STEERING).body())
                    .getBoolean("isOn"))
            .isTrue();
      }
      Call call = caller.invite("pause;ms=1");
      call.expect(200);
      call.ack();
      assertThat(rows(call.callId())).contains("STARTED sleep for paused", "> 200 OK");
      assertThat(server.log())
          .contains("SIPA-0390: loopback turned the capture of SIP messages off")
          .contains("SIPA-0390: loopback turned the capture of SIP messages on.");
    }
  }
}
