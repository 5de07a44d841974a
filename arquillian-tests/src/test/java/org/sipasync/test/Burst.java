package org.sipasync.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.sipasync.testkit.phone.SipMessage;

/**
 * Thousands of calls over one UDP socket: INVITE, maybe a CANCEL after so many milliseconds, ACK,
 * BYE. Keeps of each call only which final responses its INVITE got. Retransmits its INVITEs, as
 * UDP user agents must.
 */
final class Burst implements AutoCloseable {
  private static final int RETRANSMIT_MILLIS = 500;

  private final DatagramSocket socket;
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
  private final Map<String, Call> calls = new ConcurrentHashMap<>();
  private final String target;
  private final Thread reader = new Thread(this::read, "burst");

  /** One call: its final responses, in order, and whether a provisional one has come. */
  private static final class Call {
    final String id;
    final List<Integer> finals = new ArrayList<>();
    volatile boolean answered;

    Call(String id) {
      this.id = id;
    }
  }

  /**
   * @param userAndParameters what is called, as {@code race;ms=100}
   */
  public Burst(int serverPort, String userAndParameters) {
    try {
      InetAddress loopback = InetAddress.getByName("127.0.0.1");
      socket = new DatagramSocket(0, loopback);
      socket.setReceiveBufferSize(4 << 20);
      socket.connect(new InetSocketAddress(loopback, serverPort));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int semicolon = userAndParameters.indexOf(';');
    target =
        "sip:%s@127.0.0.1:%d%s"
            .formatted(
                userAndParameters.substring(0, semicolon),
                serverPort,
                userAndParameters.substring(semicolon));
    reader.start();
  }

  /**
   * Places calls at a steady rate.
   *
   * @param cancelAfterMillis when each is cancelled; negative for never
   */
  public void place(int count, int perSecond, int cancelAfterMillis) throws InterruptedException {
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      Call call = new Call("burst-" + socket.getLocalPort() + "-" + calls.size());
      calls.put(call.id, call);
      send("INVITE", 1, call, "");
      retransmitLater(call, 1);
      if (cancelAfterMillis >= 0) {
        clock.schedule(() -> send("CANCEL", 1, call, ""), cancelAfterMillis, TimeUnit.MILLISECONDS);
      }
      long due = begin + (i + 1) * 1_000_000_000L / perSecond;
      for (long ahead = due - System.nanoTime(); ahead > 0; ahead = due - System.nanoTime()) {
        TimeUnit.NANOSECONDS.sleep(ahead);
      }
    }
  }

  private void retransmitLater(Call call, int times) {
    clock.schedule(
        () -> {
          if (!call.answered && times < 8) {
            send("INVITE", 1, call, "");
            retransmitLater(call, times + 1);
          }
        },
        (long) RETRANSMIT_MILLIS * times,
        TimeUnit.MILLISECONDS);
  }

  private void send(String method, int cSeq, Call call, String toTag) {
    boolean own = method.equals("BYE") || method.equals("ACK2xx");
    String name = method.equals("ACK2xx") ? "ACK" : method;
    String message =
        ("%s %s SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK%s%s\r\n"
                + "Max-Forwards: 70\r\nFrom: <sip:burst@127.0.0.1>;tag=b\r\nTo: <%s>%s\r\n"
                + "Call-ID: %s\r\nCSeq: %d %s\r\nContact: <sip:burst@127.0.0.1:%d>\r\n"
                + "Content-Length: 0\r\n\r\n")
            .formatted(
                name,
                target,
                socket.getLocalPort(),
                call.id,
                own ? method : "",
                target,
                toTag,
                call.id,
                cSeq,
                name,
                socket.getLocalPort());
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    try {
      socket.send(new DatagramPacket(bytes, bytes.length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    byte[] buffer = new byte[65_536];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        received(
            SipMessage.parse(new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8)));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void received(SipMessage response) {
    Call call = calls.get(response.header("Call-ID"));
    if (call == null || !response.isResponse() || !response.method().equals("INVITE")) {
      return;
    }
    call.answered = true;
    if (response.status() < 200) {
      return;
    }
    synchronized (call) {
      if (!call.finals.isEmpty() && call.finals.get(call.finals.size() - 1) == response.status()) {
        return; // a retransmission; its ACK is on the way
      }
      call.finals.add(response.status());
    }
    String toTag = ";tag=" + response.toTag();
    send(response.status() < 300 ? "ACK2xx" : "ACK", 1, call, toTag);
    if (response.status() < 300) {
      send("BYE", 2, call, toTag);
    }
  }

  /** Returns the number of calls without a final response. */
  public long open() {
    return calls.values().stream().filter(call -> finals(call).isEmpty()).count();
  }

  /** Returns the number of calls with more than one kind of final response. */
  public long contradicted() {
    return calls.values().stream().filter(call -> finals(call).size() > 1).count();
  }

  /** Returns the number of calls per final status. */
  public Map<Integer, Long> outcomes() {
    return calls.values().stream()
        .flatMap(call -> finals(call).stream())
        .collect(Collectors.groupingBy(status -> status, TreeMap::new, Collectors.counting()));
  }

  private static List<Integer> finals(Call call) {
    synchronized (call) {
      return List.copyOf(call.finals);
    }
  }

  /** Waits until every call has a final response, or time is up. */
  public void awaitEnd(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (open() > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    socket.close();
  }
}
