package org.sipasync.sip.uas;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.transport.TransportCounters.Counter;

/** Cost of hostile peers for the others, in time and memory. Prints its figures. */
@Tag("load")
class HostileLoadTest {
  private static final int REQUESTS = 5_000;

  private static byte[] options(String transport, int number) {
    return ("OPTIONS sip:bob@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/"
            + transport
            + " 127.0.0.1;rport;branch=z9hG4bK"
            + number
            + "\r\nMax-Forwards: 70\r\nFrom: <sip:a@127.0.0.1>;tag=a\r\nTo: <sip:b@127.0.0.1>\r\n"
            + "Call-ID: load-"
            + number
            + "\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n")
        .getBytes(ISO_8859_1);
  }

  /** Asks one by one; the 99th percentile in milliseconds. */
  private static double p99(RunningServer server, int from) throws IOException {
    List<Long> nanos = new ArrayList<>();
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(10_000);
      DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
      for (int i = 0; i < REQUESTS; i++) {
        byte[] request = options("UDP", from + i);
        long start = System.nanoTime();
        socket.send(
            new DatagramPacket(
                request, request.length, InetAddress.getLoopbackAddress(), server.udp));
        socket.receive(answer);
        nanos.add(System.nanoTime() - start);
      }
    }
    nanos.sort(null);
    return nanos.get(REQUESTS * 99 / 100) / 1e6;
  }

  private static SocketChannel connect(RunningServer server) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
    channel.connect(new InetSocketAddress("127.0.0.1", server.tcp));
    channel.configureBlocking(false);
    return channel;
  }

  @Test
  @Tag("C-A1")
  @Tag("C-A7")
  void othersHardlyNotice() throws Exception {
    List<SocketChannel> hostile = new ArrayList<>();
    try (RunningServer server = new RunningServer(Duration.ZERO)) {
      p99(server, 0);
      double alone = p99(server, REQUESTS);
      for (int i = 0; i < 500; i++) {
        hostile.add(connect(server));
        hostile.get(i).write(ByteBuffer.wrap("OPTIONS sip:".getBytes(ISO_8859_1)));
      }
      Thread unread = new Thread(() -> sendUnread(server, hostile));
      unread.start();
      double among = p99(server, 2 * REQUESTS);
      unread.join();
      System.out.printf("p99 alone %.2f ms, among hostile peers %.2f ms%n", alone, among);
      assertThat(among - alone).as("p99 in ms").isLessThan(5);
    } finally {
      for (SocketChannel channel : hostile) {
        channel.close();
      }
    }
  }

  /** Sends 10,000 requests without reading an answer, and a byte to each slow one now and then. */
  private static void sendUnread(RunningServer server, List<SocketChannel> slow) {
    try (SocketChannel channel = connect(server)) {
      channel.configureBlocking(true);
      for (int i = 0; i < 10_000; i++) {
        channel.write(ByteBuffer.wrap(options("TCP", 1_000_000 + i)));
        slow.get(i % slow.size()).write(ByteBuffer.wrap(new byte[] {'x'}));
      }
    } catch (IOException dropped) {
      // as it should be
    }
  }

  @Test
  @Tag("C-F9")
  void hostileDatagramsLeaveNothing() throws Exception {
    Random random = new Random(5);
    try (RunningServer server = new RunningServer(Duration.ZERO);
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      p99(server, 0);
      int threads = Thread.activeCount();
      long before = liveBytes();
      for (int i = 0; i < 100_000; i++) {
        byte[] datagram = options("UDP", i);
        for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
          datagram[random.nextInt(datagram.length)] = (byte) random.nextInt(256);
        }
        String cSeq = new String(datagram, ISO_8859_1).replace("CSeq: 1 ", "CSeq: x ");
        byte[] bad = cSeq.getBytes(ISO_8859_1);
        socket.send(
            new DatagramPacket(bad, bad.length, InetAddress.getLoopbackAddress(), server.udp));
      }
      p99(server, REQUESTS);
      long kept = liveBytes() - before;
      long malformed = server.ask(open -> open.transports().counters().get(Counter.MALFORMED));
      long transactions = server.ask(open -> open.transactions().serverTransactions());
      System.out.printf(
          "%d malformed; %d KB more than before, %d transactions of 10,000 requests%n",
          malformed, kept >> 10, transactions);
      assertThat(malformed).isGreaterThan(50_000);
      assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 2);
      assertThat(kept).as("bytes").isLessThan(20 << 20);
    }
  }

  private static long liveBytes() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
