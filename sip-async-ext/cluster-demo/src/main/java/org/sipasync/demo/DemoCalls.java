package org.sipasync.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A thousand callers behind one socket of loopback. They call the nodes in turn, as behind a
 * dispatcher that leaves out who is gone, and note every final response. Thread-safe.
 */
final class DemoCalls implements AutoCloseable {
  private static final Pattern CALL_ID =
      Pattern.compile("(?mi)^Call-ID: *([0-9]{1,9})-([0-9]{1,5})@demo");
  private static final Pattern CONTACT =
      Pattern.compile("(?mi)^Contact: *<?sip:(?:[^@>;]*@)?127\\.0\\.0\\.1:([0-9]{1,5})");

  private final List<DemoNode> nodes;
  private final LongSupplier clock;
  private final DatagramSocket socket;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "demo-caller");
            thread.setDaemon(true);
            return thread;
          });
  private List<DemoCall> calls = List.of();
  private int run;
  private int millis;
  private int turn;

  /**
   * Opens the callers' socket.
   *
   * @param clock milliseconds, monotonic
   */
  DemoCalls(List<DemoNode> nodes, LongSupplier clock) throws IOException {
    this.nodes = nodes;
    this.clock = clock;
    this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setReceiveBufferSize(4 << 20);
    Thread reader = new Thread(this::read, "demo-reader");
    reader.setDaemon(true);
    reader.start();
    timer.scheduleWithFixedDelay(this::repeat, 100, 100, TimeUnit.MILLISECONDS);
  }

  /**
   * Places calls within two seconds.
   *
   * @param wait time in milliseconds for which each is suspended
   * @return false while others wait
   */
  synchronized boolean place(int number, int wait) {
    if (calls.stream().anyMatch(DemoCall::isWaiting)) {
      return false;
    }
    List<DemoCall> placed = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      placed.add(new DemoCall());
    }
    calls = placed;
    run++;
    millis = wait;
    int thisRun = run;
    for (int i = 0; i < number; i++) {
      int index = i;
      timer.schedule(() -> placeOne(thisRun, index), 2L * i, TimeUnit.MILLISECONDS);
    }
    return true;
  }

  private synchronized void placeOne(int ofRun, int index) {
    if (ofRun == run) {
      DemoCall call = calls.get(index);
      call.again = () -> invite(index, call);
      call.again.run();
    }
  }

  /** Sends to the node it was sent to before, or to the next one that is ready. */
  private void invite(int index, DemoCall call) {
    call.sent(clock.getAsLong());
    if (call.node < 0 || !isReady(call.node)) {
      call.node = nextReady();
    }
    if (call.node >= 0) {
      InetSocketAddress there = nodes.get(call.node).sip();
      send(request("INVITE", index, 1, "<sip:pause@127.0.0.1>"), there);
    }
  }

  private boolean isReady(int node) {
    return nodes.get(node).state() == DemoNode.State.READY;
  }

  private int nextReady() {
    for (int i = 0; i < nodes.size(); i++) {
      int node = turn++ % nodes.size();
      if (isReady(node)) {
        return node;
      }
    }
    return -1;
  }

  private String request(String method, int index, int cSeq, String to) {
    String text =
        """
        %1$s sip:pause@127.0.0.1;ms=%6$d SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%2$d;branch=z9hG4bK-%3$d-%4$d-%1$s;rport
        From: <sip:demo@127.0.0.1>;tag=%3$d-%4$d
        To: %7$s
        Call-ID: %3$d-%4$d@demo
        CSeq: %5$d %1$s
        Contact: <sip:demo@127.0.0.1:%2$d>
        Max-Forwards: 70
        Content-Length: 0

        """;
    return text.formatted(method, socket.getLocalPort(), run, index, cSeq, millis, to)
        .replace("\n", "\r\n");
  }

  private void send(String text, InetSocketAddress to) {
    byte[] bytes = text.getBytes(UTF_8);
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    } catch (IOException lost) {
      // as any datagram may be: it is repeated
    }
  }

  private void read() {
    byte[] buffer = new byte[65_535];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        heard(new String(buffer, 0, packet.getLength(), UTF_8), packet.getPort());
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private synchronized void heard(String response, int fromPort) {
    Matcher id = CALL_ID.matcher(response);
    if (!response.startsWith("SIP/2.0 ") || !id.find() || !id.group(1).equals("" + run)) {
      return;
    }
    int index = Integer.parseInt(id.group(2));
    if (index >= calls.size()) {
      return;
    }
    DemoCall call = calls.get(index);
    int status = Integer.parseInt(response.substring(8, 11));
    if (header(response, "CSeq").endsWith("BYE")) {
      call.isEnded = true;
    } else if (status < 200) {
      call.isTrying = true;
    } else {
      call.answered(node(fromPort), status, response);
      call.again = () -> acknowledge(index, call, response, fromPort);
      call.again.run();
    }
  }

  private int node(int sipPort) {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).sipPort() == sipPort) {
        return i;
      }
    }
    return 0;
  }

  /** ACK and, for a 2xx, BYE: to the node that its Contact names. */
  private void acknowledge(int index, DemoCall call, String response, int fromPort) {
    String to = header(response, "To");
    if (call.status >= 300) {
      String ack = request("INVITE", index, 1, to).replaceFirst("^INVITE", "ACK");
      send(ack.replace("CSeq: 1 INVITE", "CSeq: 1 ACK"), nodes.get(node(fromPort)).sip());
      call.isEnded = true;
      return;
    }
    Matcher contact = CONTACT.matcher(response);
    call.node = node(contact.find() ? Integer.parseInt(contact.group(1)) : fromPort);
    InetSocketAddress there = nodes.get(call.node).sip();
    send(request("ACK", index, 1, to), there);
    call.sent(clock.getAsLong());
    send(request("BYE", index, 2, to), there);
  }

  private static String header(String message, String name) {
    Matcher value = Pattern.compile("(?mi)^" + name + ": *([^\\r\\n]*)").matcher(message);
    return value.find() ? value.group(1) : "";
  }

  private synchronized void repeat() {
    long now = clock.getAsLong();
    calls.stream().filter(call -> call.isDue(now)).forEach(call -> call.again.run());
  }

  /** Returns the number of calls that wait at a node. */
  synchronized long waitingAt(int node) {
    return calls.stream().filter(call -> call.isWaiting() && call.node == node).count();
  }

  /** Returns a letter for each call ({@link DemoCall#letter}). */
  synchronized String letters() {
    StringBuilder letters = new StringBuilder(calls.size());
    calls.forEach(call -> letters.append(call.letter()));
    return letters.toString();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    socket.close();
  }
}
