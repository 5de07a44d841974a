package org.sipasync.test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.testkit.phone.SipPhone;

/** WebSocket clients that misbehave are refused with one line each, and delay nobody. */
class HostileWebSocketTest extends InContainer {
  private static final int MAX_PER_ADDRESS = 60;

  @TempDir static Path directory;

  private static MicroServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        new MicroServer(
            directory.resolve("log"),
            file(directory, WebSocketTest.socketWar()),
            "-Dsip.websocket.max-per-address=" + MAX_PER_ADDRESS,
            "-Dsip.websocket.ping=2");
  }

  @AfterAll
  static void stop() {
    String log = server.log();
    server.close();
    assertThat(log).doesNotContain("\tat ");
    assertThat(log.lines().count()).as(log).isLessThan(80);
  }

  @AfterEach
  void othersAreServed() throws IOException {
    try (SipPhone phone = phone("udp");
        RawWebSocket socket = RawWebSocket.open(server.port())) {
      phone.request("MESSAGE", "about").expect(200);
      socket.text(RawWebSocket.request("MESSAGE", ""));
      assertThat(socket.awaitResponse()).startsWith("SIP/2.0 200 ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|Sec-WebSocket-Protocol:|",
        "400|Sec-WebSocket-Protocol: chat, SIP|",
        "403|Sec-WebSocket-Protocol: sip|Origin: https://evil.example",
        "403|Sec-WebSocket-Protocol: sip|Origin: null",
        "426|Upgrade: h2c|Sec-WebSocket-Protocol: sip",
        "426|Upgrade:|Connection:",
        "426|Sec-WebSocket-Version: 7|Sec-WebSocket-Protocol: sip",
        "400|Sec-WebSocket-Key:|Sec-WebSocket-Protocol: sip",
        "101|Sec-WebSocket-Protocol: chat, sip|Origin: HTTP://127.0.0.1:PORT",
        "101|Sec-WebSocket-Protocol: sip|X-Tyrus-Tracing-Threshold: rubbish",
        "101|Sec-WebSocket-Protocol: sip|Sec-WebSocket-Extensions: permessage-deflate; x=\"",
      })
  @DisplayName("Handshakes: subprotocol, origin, version, headers")
  void handshake(int status, String header, String another) throws IOException {
    try (RawWebSocket socket = new RawWebSocket(server.port())) {
      String answer =
          socket.handshake(
              "/socket/sip",
              header,
              another == null ? "X:" : another.replace("PORT", "" + server.port()));
      assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
      if (status == 101) {
        assertThat(answer).containsIgnoringCase("Sec-WebSocket-Protocol: sip\r\n");
      }
    }
  }

  @Test
  @DisplayName("Refused handshakes are named in the log")
  void named() {
    await()
        .untilAsserted(
            () ->
                assertThat(server.log())
                    .contains("SIPA-0371", "SIPA-0372")
                    .contains("its page comes from"));
  }

  @Test
  @DisplayName("Rubbish in frames, or no SIP, is dropped; the connection goes on")
  void rubbish() throws IOException {
    Random random = new Random(7);
    try (RawWebSocket socket = RawWebSocket.open(server.port())) {
      for (int i = 0; i < 200; i++) {
        byte[] bytes = new byte[random.nextInt(2_000)];
        random.nextBytes(bytes);
        socket.frame(RawWebSocket.BINARY, true, bytes);
      }
      socket.text("GET / HTTP/1.1\r\n\r\n");
      socket.text("");
      socket.text("\r\n\r\n");
      assertThat(socket.awaitText()).as("keep-alive").isEqualTo("\r\n");
      socket.text(RawWebSocket.request("MESSAGE", ""));
      assertThat(socket.awaitResponse()).startsWith("SIP/2.0 200 ");
    }
  }

  @Test
  @DisplayName("300 KB of requests at once are no harm")
  void burst() throws IOException {
    try (RawWebSocket socket = RawWebSocket.open(server.port())) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int i = 0; i < 300; i++) {
        String request = RawWebSocket.request("MESSAGE", "X-Large: " + "x".repeat(700) + "\r\n");
        byte[] bytes = request.getBytes(ISO_8859_1);
        all.write(RawWebSocket.frame(0x81, bytes.length, bytes));
      }
      socket.send(all.toByteArray());
      for (int i = 0; i < 300; i++) {
        assertThat(socket.awaitResponse()).startsWith("SIP/2.0 200 ");
      }
    }
  }

  @Test
  @DisplayName("Two messages in a frame, and a Content-Length that does not fit, get 400")
  void framesAndLengths() throws IOException {
    try (RawWebSocket socket = RawWebSocket.open(server.port())) {
      socket.text(RawWebSocket.request("MESSAGE", "") + RawWebSocket.request("MESSAGE", ""));
      assertThat(socket.awaitResponse()).startsWith("SIP/2.0 400 Content-Length Differs");
      String request = RawWebSocket.request("MESSAGE", "");
      socket.text(request.replace("Content-Length: 0", "Content-Length: 12"));
      assertThat(socket.awaitResponse()).startsWith("SIP/2.0 400 Content-Length");
      socket.text(request.replace("SIP/2.0/WS", "SIP/2.0/TCP"));
      assertThat(socket.awaitResponse()).startsWith("SIP/2.0 400 Via Names");
    }
  }

  @Test
  @DisplayName("A message in fragments is one message")
  void fragments() throws IOException {
    try (RawWebSocket socket = RawWebSocket.open(server.port())) {
      byte[] request = RawWebSocket.request("MESSAGE", "").getBytes(ISO_8859_1);
      for (int i = 0; i < request.length; i++) {
        int opcode = i == 0 ? RawWebSocket.TEXT : RawWebSocket.CONTINUATION;
        socket.frame(opcode, i == request.length - 1, new byte[] {request[i]});
      }
      assertThat(socket.awaitResponse()).startsWith("SIP/2.0 200 ");
    }
  }

  @Test
  @DisplayName("Huge frames, endless fragments and broken frames end their connection only")
  void brokenFrames() throws IOException {
    byte[] part = new byte[8_000];
    List<byte[]> broken =
        List.of(
            RawWebSocket.frame(0x82, 1L << 40, part),
            RawWebSocket.frame(0x82, 10 << 20, part),
            RawWebSocket.frame(0x82, Long.MIN_VALUE, part),
            RawWebSocket.frame(0x81, 3, new byte[] {(byte) 0xff, (byte) 0xfe, 0}), // no UTF-8
            RawWebSocket.frame(0x09, 3, new byte[3]), // a control frame in fragments
            RawWebSocket.frame(0xf1, 3, new byte[3]), // reserved bits
            RawWebSocket.frame(0x83, 3, new byte[3]), // reserved opcode
            RawWebSocket.frame(0x80, 3, new byte[3]), // continues nothing
            RawWebSocket.frame(0x88, 1, new byte[1]), // half a close code
            new byte[] {(byte) 0x81, 3, 'a', 'b', 'c'}); // not masked
    for (byte[] each : broken) {
      try (RawWebSocket socket = RawWebSocket.open(server.port())) {
        sendMuch(socket, each);
        assertThat(socket.awaitEnd().opcode())
            .as("frame %02x", each[0])
            .isIn(RawWebSocket.CLOSE, -1);
      }
    }
    try (RawWebSocket socket = RawWebSocket.open(server.port())) {
      sendMuch(socket, RawWebSocket.frame(RawWebSocket.BINARY, 100, new byte[100]));
      assertThat(socket.awaitEnd().closeCode()).as("too large").isIn(1009, -1);
    }
  }

  /** Sends something, and then up to 1 MB of fragments, until the connection ends. */
  private static void sendMuch(RawWebSocket socket, byte[] first) {
    try {
      socket.send(first);
      for (int i = 0; i < 256; i++) {
        socket.frame(RawWebSocket.CONTINUATION, false, new byte[4_000]);
      }
    } catch (IOException ended) {
      // as expected
    }
  }

  @Test
  @Tag("C-A1")
  @DisplayName("Clients that do not read are dropped, and delay nobody")
  void notReading() throws Exception {
    List<RawWebSocket> sockets = new ArrayList<>();
    long before = server.sockets();
    try (SipPhone phone = phone("udp")) {
      List<CompletableFuture<Void>> senders = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        RawWebSocket socket = RawWebSocket.open(server.port());
        sockets.add(socket);
        senders.add(CompletableFuture.runAsync(() -> flood(socket)));
      }
      for (int i = 0; i < 100; i++) {
        phone.request("MESSAGE", "about").expect(200);
      }
      await().atMost(PATIENCE).until(() -> senders.stream().allMatch(CompletableFuture::isDone));
      await().atMost(PATIENCE).until(() -> server.sockets() < before + sockets.size() / 2);
      for (RawWebSocket socket : sockets) {
        assertThat(socket.awaitEnd()).isNotNull();
      }
    } finally {
      for (RawWebSocket socket : sockets) {
        socket.close();
      }
    }
  }

  /** Requests whose answers are as large: their Via comes back. */
  static void flood(RawWebSocket socket) {
    String via = "Via: SIP/2.0/WS raw.invalid;branch=z9hG4bKx;x=" + "x".repeat(7_000) + "\r\n";
    try {
      for (int i = 0; i < 2_000; i++) {
        socket.text(RawWebSocket.request("MESSAGE", via));
      }
    } catch (IOException dropped) {
      // as expected
    }
  }

  @Test
  @DisplayName("A client that answers no ping is dropped")
  void noPong() throws IOException {
    try (RawWebSocket socket = RawWebSocket.open(server.port())) {
      RawWebSocket.Frame ping = socket.receive();
      assertThat(ping.opcode()).isEqualTo(RawWebSocket.PING);
      assertThat(socket.awaitEnd().closeCode()).isEqualTo(1008);
    }
  }

  @Test
  @DisplayName("Too many of one address get 503, and places are given back")
  void tooMany() throws Exception {
    List<RawWebSocket> sockets = new ArrayList<>();
    try {
      String refused = "";
      for (int i = 0; i < 2 * MAX_PER_ADDRESS && refused.isEmpty(); i++) {
        RawWebSocket socket = new RawWebSocket(server.port());
        sockets.add(socket);
        String answer = socket.handshake("/socket/sip", "Sec-WebSocket-Protocol: sip");
        refused = answer.startsWith("HTTP/1.1 101 ") ? "" : answer;
      }
      assertThat(refused).startsWith("HTTP/1.1 503 ").contains("Retry-After: 10");
    } finally {
      for (RawWebSocket socket : sockets) {
        socket.close();
      }
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsMatching(AssertionError.class::isInstance)
        .until(
            () -> {
              RawWebSocket.open(server.port()).close();
              return true;
            });
  }
}
