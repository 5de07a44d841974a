package org.sipasync.benchmarks;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A slow but precise caller beside SIPp, whose clock resolves only 4 ms. Sends each request once;
 * an unanswered one is lost.
 */
final class Probe implements AutoCloseable {
  private static final Pattern FINAL = Pattern.compile("SIP/2\\.0 ([2-6]\\d\\d) ");
  private static final int BUFFER = 4096;

  private final DatagramSocket socket;
  private final InetSocketAddress server;
  private final Map<String, Long> sent = new ConcurrentHashMap<>();
  private final Latencies latencies = new Latencies();
  private final AtomicInteger refused = new AtomicInteger();
  private final String run = Long.toHexString(ThreadLocalRandom.current().nextLong());
  private final Thread receiver = new Thread(this::receive, "probe-receiver");
  private int number;

  Probe(int port) throws SocketException {
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    receiver.setDaemon(true);
    receiver.start();
  }

  /** Waits until a server answers 200 to an OPTIONS. */
  static void awaitAnswer(int port, String user, Duration patience, Child child)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      if (!child.isAlive()) {
        throw new IOException("the server has ended: " + tail(child.output()));
      }
      if (answers(port, user, Duration.ofMillis(500)) != null) {
        return;
      }
      Thread.sleep(50);
    }
    throw new IOException("no answer within " + patience + ": " + tail(child.output()));
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - 2000));
  }

  /** Measures the time of one OPTIONS until its 200; null on timeout. */
  static Duration answers(int port, String user, Duration patience) throws IOException {
    try (Probe probe = new Probe(port)) {
      probe.send("OPTIONS", user, "");
      long end = System.nanoTime() + patience.toNanos();
      while (!probe.sent.isEmpty() && System.nanoTime() < end) {
        LockSupport.parkNanos(200_000);
      }
      synchronized (probe.latencies) {
        boolean isOk = probe.latencies.count() == 1 && probe.refused.get() == 0;
        return isOk ? Duration.ofNanos((long) (probe.latencies.percentile(50) * 1e6)) : null;
      }
    }
  }

  /** Waits until the server answers quickly again; false on timeout. */
  static boolean awaitCalm(int port, String user, Duration patience)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (int quick = 0; quick < 3; ) {
      if (System.nanoTime() > end) {
        return false;
      }
      Duration took = answers(port, user, Duration.ofMillis(500));
      quick = took != null && took.toMillis() < 50 ? quick + 1 : 0;
      Thread.sleep(50);
    }
    return true;
  }

  /** Calls at a steady rate. */
  void callFor(Duration time, int rate, String method, String user, String parameters) {
    long begin = System.nanoTime();
    if (rate == 0) {
      LockSupport.parkNanos(time.toNanos());
      return;
    }
    for (long i = 0; i * 1_000_000_000L / rate < time.toNanos(); i++) {
      long next = begin + i * 1_000_000_000L / rate;
      while (System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
      try {
        send(method, user, parameters);
      } catch (IOException full) {
        // counts as lost
      }
    }
  }

  private synchronized void send(String method, String user, String parameters) throws IOException {
    String id = "probe-" + run + "-" + number++;
    String local = "127.0.0.1:" + socket.getLocalPort();
    String text =
        method
            + " sip:"
            + user
            + "@127.0.0.1:"
            + server.getPort()
            + parameters
            + " SIP/2.0\r\nVia: SIP/2.0/UDP "
            + local
            + ";branch=z9hG4bK"
            + id
            + "\r\nFrom: <sip:probe@"
            + local
            + ">;tag=p\r\nTo: <sip:"
            + user
            + "@127.0.0.1>\r\nCall-ID: "
            + id
            + "\r\nCSeq: 1 "
            + method
            + "\r\nContact: <sip:probe@"
            + local
            + ">\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    sent.put(id, System.nanoTime());
    socket.send(new DatagramPacket(bytes, bytes.length, server));
  }

  private void receive() {
    byte[] buffer = new byte[BUFFER];
    DatagramPacket packet = new DatagramPacket(buffer, BUFFER);
    while (!socket.isClosed()) {
      try {
        packet.setLength(BUFFER);
        socket.receive(packet);
        received(
            System.nanoTime(),
            new String(buffer, 0, packet.getLength(), StandardCharsets.US_ASCII));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void received(long now, String text) throws IOException {
    Matcher status = FINAL.matcher(text);
    if (!status.lookingAt()) {
      return;
    }
    Long began = sent.remove(header(text, "Call-ID"));
    if (began != null) {
      synchronized (latencies) {
        latencies.add(now - began);
      }
      if (!status.group(1).equals("200")) {
        refused.incrementAndGet();
      }
    }
    if (header(text, "CSeq").endsWith("INVITE")) {
      finish(text, "ACK", 1);
      if (began != null && status.group(1).equals("200")) {
        finish(text, "BYE", 2);
      }
    }
  }

  /** Sends the requests that follow a final response in the dialog. */
  private void finish(String response, String method, int sequence) throws IOException {
    String contact = header(response, "Contact").replaceAll("^<|>.*$", "");
    String uri = contact.isEmpty() ? "sip:127.0.0.1:" + server.getPort() : contact;
    String recorded = header(response, "Record-Route");
    String route = recorded.isEmpty() ? "" : "\r\nRoute: " + recorded;
    String text =
        method
            + " "
            + uri
            + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:"
            + socket.getLocalPort()
            + ";branch=z9hG4bK"
            + method
            + header(response, "Call-ID")
            + route
            + "\r\nFrom: "
            + header(response, "From")
            + "\r\nTo: "
            + header(response, "To")
            + "\r\nCall-ID: "
            + header(response, "Call-ID")
            + "\r\nCSeq: "
            + sequence
            + " "
            + method
            + "\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    socket.send(new DatagramPacket(bytes, bytes.length, server));
  }

  private static String header(String text, String name) {
    int at = text.indexOf("\r\n" + name + ":");
    if (at < 0) {
      return "";
    }
    int from = at + name.length() + 3;
    return text.substring(from, text.indexOf("\r\n", from)).trim();
  }

  /** Waits for outstanding answers. */
  void await(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!sent.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(5);
    }
  }

  int answered() {
    synchronized (latencies) {
      return latencies.count() - refused.get();
    }
  }

  /** Returns the number of requests without a 200. */
  int lost() {
    return sent.size() + refused.get();
  }

  /** Returns a percentile in ms. */
  double percentile(double percent) {
    synchronized (latencies) {
      return latencies.percentile(percent);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
