package org.sipasync.test;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.testkit.CertificateAuthority;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipPhone;

/** Cost of TLS beside TCP, and of connections that do nothing. Prints its figures. */
@Tag("load")
class TlsLoadTest extends TlsInContainer {
  private static final int PHONES = 8;
  private static final int CALLS_OF_A_PHONE = 100;
  private static final int WARM_UP = 12_000;
  private static final int CALLS = 4_000;
  private static final int ROUNDS = 7;
  private static final int IDLE = 10_000;
  private static final int CONNECTING = 32;
  private static final int PER_ADDRESS = 500;
  private static final String OPTIONS =
      """
      OPTIONS sip:bob@127.0.0.1 SIP/2.0
      Via: SIP/2.0/TLS 127.0.0.1:5999;branch=z9hG4bK%1$d
      From: <sip:idle@127.0.0.1>;tag=a
      To: <sip:bob@127.0.0.1>
      Call-ID: idle-%1$d
      CSeq: 1 OPTIONS
      Max-Forwards: 70
      Content-Length: 0

      """;

  @BeforeAll
  static void start() throws Exception {
    authority = new CertificateAuthority(directory);
    CertificateAuthority.Issued own = authority.issue("server", "ip:127.0.0.1");
    start(
        own.certificate(),
        own.key(),
        "-XX:-UseSerialGC",
        "-XX:+UseG1GC",
        "-XX:TieredStopAtLevel=4",
        "-Xmx1g",
        "-Dsip.max-connections=20000");
  }

  private static SipPhone phone(boolean isTls) {
    return isTls ? tlsPhone() : phone("tcp");
  }

  /** Returns the server's CPU per call in microseconds. */
  private static double cpuPerCall(boolean isTls, int calls) throws Exception {
    long millis = 0;
    for (int placed = 0; placed < calls; placed += PHONES * CALLS_OF_A_PHONE) {
      millis += cpuMillis(isTls);
    }
    return millis * 1_000.0 / calls;
  }

  /**
   * Places calls by a few phones at once; returns the server's CPU, without that of handshakes.
   * Phones keep all their messages, so they are replaced before they have many.
   */
  private static long cpuMillis(boolean isTls) throws Exception {
    List<SipPhone> phones = new ArrayList<>();
    for (int i = 0; i < PHONES; i++) {
      phones.add(phone(isTls));
      phones.get(i).request("OPTIONS", "bob").expect(200);
    }
    ExecutorService threads = Executors.newFixedThreadPool(PHONES);
    try {
      long before = server.cpuMillis();
      List<Future<?>> ends = new ArrayList<>();
      for (SipPhone each : phones) {
        ends.add(threads.submit(() -> place(each)));
      }
      for (Future<?> end : ends) {
        end.get();
      }
      return server.cpuMillis() - before;
    } finally {
      threads.shutdownNow();
      phones.forEach(SipPhone::close);
    }
  }

  private static void place(SipPhone phone) {
    for (int i = 0; i < CALLS_OF_A_PHONE; i++) {
      Call call = phone.invite("bob");
      call.expect(200);
      call.ack();
      call.bye().expect(200);
    }
  }

  @Test
  @DisplayName("A call over a kept TLS connection costs the server at most 1.6 times one over TCP")
  void calls() throws Exception {
    cpuPerCall(false, WARM_UP);
    cpuPerCall(true, WARM_UP);
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      double tcp = cpuPerCall(false, CALLS);
      double tls = cpuPerCall(true, CALLS);
      ratios.add(tls / tcp);
      System.out.printf(
          "TLS %.0f us, TCP %.0f us of CPU per call: %.2f; load %s",
          tls, tcp, tls / tcp, Files.readString(Path.of("/proc/loadavg")));
    }
    ratios.sort(null);
    System.out.printf(
        "TLS / TCP, median of %d rounds: %.2f (%.2f to %.2f)%n",
        ROUNDS, ratios.get(ROUNDS / 2), ratios.get(0), ratios.get(ROUNDS - 1));
    assertThat(ratios.get(ROUNDS / 2)).isLessThanOrEqualTo(1.6);
  }

  @Test
  @DisplayName("10,000 idle TLS connections fit into 1 GB, and others are served")
  void idleConnections() throws Exception {
    SSLContext context = authority.context();
    long before = server.liveBytes();
    List<Socket> idle = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTING);
    try {
      long start = System.nanoTime();
      List<Future<Socket>> asked = new ArrayList<>();
      for (int i = 0; i < IDLE; i++) {
        int number = i;
        asked.add(threads.submit(() -> connectAndAsk(context, number)));
      }
      for (Future<Socket> each : asked) {
        idle.add(each.get());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long held = server.liveBytes() - before;
      long open = idle.stream().filter(TlsLoadTest::isOpen).count();
      System.out.printf(
          "%d idle TLS connections: %.1f KB each, %d MB of live heap, %d handshakes in %.0f s; load %s",
          open,
          held / 1024.0 / open,
          (before + held) >> 20,
          IDLE,
          seconds,
          Files.readString(Path.of("/proc/loadavg")));
      assertThat(open).as("open, not closed after five idle minutes").isGreaterThan(IDLE / 10);
      assertThat(before + held * IDLE / open).isLessThan(1L << 30);
      try (SipPhone phone = phone(true)) {
        phone.request("OPTIONS", "bob").expect(200);
      }
    } finally {
      threads.shutdownNow();
      for (Socket each : idle) {
        each.close();
      }
    }
  }

  /** True unless the server has begun to close it: idle for five minutes, on a busy machine. */
  private static boolean isOpen(Socket socket) {
    try {
      socket.setSoTimeout(1);
      socket.getInputStream().read();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Asks once. */
  private static Socket connectAndAsk(SSLContext context, int number) throws IOException {
    Socket socket = new Socket();
    String from = "127.0.0." + (2 + number / PER_ADDRESS);
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), TLS_PORT));
    Socket tls = context.getSocketFactory().createSocket(socket, "127.0.0.1", TLS_PORT, true);
    tls.getOutputStream().write(OPTIONS.formatted(number).replace("\n", "\r\n").getBytes(US_ASCII));
    byte[] answer = new byte[4_096];
    assertThat(new String(answer, 0, tls.getInputStream().read(answer), US_ASCII))
        .startsWith("SIP/2.0 200");
    return tls;
  }
}
