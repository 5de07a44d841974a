package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.testkit.phone.SipPhone;

/** Figures of WebSockets, on a quiet machine. */
@Tag("load")
class WebSocketLoadTest extends InContainer {
  private static final int CLIENTS = Integer.getInteger("clients", 10_000);
  private static final int REQUESTS = 500;

  @TempDir Path directory;

  private MicroServer start(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-Dsip.websocket.max-per-address=20000");
    all.add("-Dsip.websocket.max-connections=20000");
    return new MicroServer(
        directory.resolve("log"),
        file(directory, WebSocketTest.socketWar()),
        all.toArray(String[]::new));
  }

  @Test
  @DisplayName("10,000 registered clients, idle but for pings, in 1 GB")
  void idle() throws Exception {
    try (MicroServer server = start("-Xmx1g", "-Dsip.websocket.ping=30");
        WebSocketCrowd crowd = new WebSocketCrowd(server.port())) {
      long before = server.liveBytes();
      long began = System.nanoTime();
      for (int i = 0; i < CLIENTS; i++) {
        crowd.add();
      }
      await()
          .atMost(Duration.ofMinutes(20))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(crowd).hasToString(CLIENTS + " registered, 0 ended"));
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
      TimeUnit.SECONDS.sleep(70);
      String resident = server.residentSet();
      long live = server.liveBytes();
      System.out.printf(
          "%d clients in %d s, %d bytes each, %d MB of live heap, %s; %d pings answered, %d lost;"
              + " others: %s; load %s",
          CLIENTS,
          seconds,
          (live - before) / CLIENTS,
          live >> 20,
          resident,
          crowd.pings(),
          crowd.ended(),
          latencies(),
          Files.readString(Path.of("/proc/loadavg")));
      assertThat(crowd.ended()).isZero();
      assertThat(crowd.pings()).isGreaterThan(CLIENTS);
    }
  }

  @Test
  @DisplayName("50 clients that send without reading delay nobody")
  void notReading() throws Exception {
    try (MicroServer server = start()) {
      latencies();
      System.out.println("alone: " + latencies());
      List<RawWebSocket> sockets = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        RawWebSocket socket = RawWebSocket.open(server.port());
        sockets.add(socket);
        CompletableFuture.runAsync(() -> HostileWebSocketTest.flood(socket));
      }
      System.out.println("beside clients that do not read: " + latencies());
      for (RawWebSocket socket : sockets) {
        socket.close();
      }
    }
  }

  /** Milliseconds that requests over UDP take, one after the other. */
  private static String latencies() {
    List<Long> millis = new ArrayList<>();
    try (SipPhone phone = phone("udp")) {
      for (int i = 0; i < REQUESTS; i++) {
        millis.add(phone.request("MESSAGE", "about").millisTo(200));
      }
    }
    Collections.sort(millis);
    return "median %d ms, p99 %d ms, max %d ms"
        .formatted(
            millis.get(REQUESTS / 2), millis.get(REQUESTS * 99 / 100), millis.get(REQUESTS - 1));
  }
}
