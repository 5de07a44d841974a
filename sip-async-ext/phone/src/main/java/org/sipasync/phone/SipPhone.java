package org.sipasync.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A SIP user agent for tests: sends what it is told to, exactly, and remembers what went over the
 * wire and when. It retransmits nothing by itself and answers nothing by itself.
 */
public final class SipPhone implements AutoCloseable {
  /** How long a test waits for what must come. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Wire wire;
  private final int serverPort;
  private final Thread reader;
  private final List<Entry> journal = new ArrayList<>();
  private int nextCSeq = 1;

  /**
   * What went over the wire.
   *
   * @param nanos when
   * @param sent sent by this phone, or received
   * @param message the message
   */
  public record Entry(long nanos, boolean sent, SipMessage message) {}

  private SipPhone(Wire wire, int serverPort) {
    this.wire = wire;
    this.serverPort = serverPort;
    this.reader = new Thread(this::read, "sip-phone-" + wire.localPort());
    reader.setDaemon(true);
    reader.start();
  }

  /** A phone that speaks UDP or TCP to a server on loopback. */
  public static SipPhone over(String transport, int serverPort) {
    try {
      return new SipPhone(
          transport.equalsIgnoreCase("tcp") ? Wire.tcp(serverPort) : Wire.udp(serverPort),
          serverPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    for (SipMessage message = wire.receive(); message != null; message = wire.receive()) {
      note(false, message);
    }
  }

  private void note(boolean sent, SipMessage message) {
    synchronized (journal) {
      journal.add(new Entry(System.nanoTime(), sent, message));
      journal.notifyAll();
    }
  }

  public int port() {
    return wire.localPort();
  }

  void transmit(SipMessage message) {
    try {
      note(true, message);
      wire.send(message.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What has been received that matches, so far. */
  List<Entry> received(Predicate<SipMessage> which) {
    synchronized (journal) {
      return journal.stream().filter(e -> !e.sent() && which.test(e.message())).toList();
    }
  }

  /** Waits until something has been received that matches. */
  Entry await(String what, Predicate<SipMessage> which) {
    return waitUpTo(PATIENCE, which)
        .orElseThrow(
            () -> new AssertionError("no " + what + " within " + PATIENCE + "\n" + ladder()));
  }

  /** Waits a while for something that matches. */
  Optional<Entry> waitUpTo(Duration atMost, Predicate<SipMessage> which) {
    long deadline = System.nanoTime() + atMost.toNanos();
    synchronized (journal) {
      while (true) {
        List<Entry> found = received(which);
        if (!found.isEmpty()) {
          return Optional.of(found.get(0));
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis <= 0) {
          return Optional.empty();
        }
        try {
          journal.wait(millis);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Waits for a request to this phone. */
  public SipMessage awaitRequest(String method) {
    return await(method, m -> !m.isResponse() && m.method().equals(method)).message();
  }

  /** Answers a request that came in. */
  public void respond(SipMessage request, int status, String reason) {
    List<String> headers = new ArrayList<>();
    request.all("Via").forEach(v -> headers.add("Via: " + v));
    request.all("Record-Route").forEach(r -> headers.add("Record-Route: " + r));
    headers.add("From: " + request.header("From"));
    headers.add(
        "To: " + request.header("To") + (request.toTag() == null ? ";tag=callee" + port() : ""));
    headers.add("Call-ID: " + request.header("Call-ID"));
    headers.add("CSeq: " + request.header("CSeq"));
    headers.add("Contact: <sip:callee@127.0.0.1:" + port() + ">");
    transmit(SipMessage.of("SIP/2.0 " + status + " " + reason, headers, ""));
  }

  /** Sends a request outside any dialog to an address of the server. */
  public Exchange request(String method, String userAndParameters) {
    return new Call(this, userAndParameters).send(method);
  }

  /** Sends an INVITE with SDP. */
  public Call invite(String userAndParameters) {
    Call call = new Call(this, userAndParameters);
    call.sendInvite();
    return call;
  }

  /** The address of something on the server: {@code user;parameter=value}. */
  String uri(String userAndParameters) {
    int semicolon = userAndParameters.indexOf(';');
    String user = semicolon < 0 ? userAndParameters : userAndParameters.substring(0, semicolon);
    String parameters = semicolon < 0 ? "" : userAndParameters.substring(semicolon);
    return "sip:" + user + "@127.0.0.1:" + serverPort + parameters;
  }

  String via() {
    return "Via: SIP/2.0/"
        + wire.transport()
        + " 127.0.0.1:"
        + port()
        + ";branch=z9hG4bK"
        + UUID.randomUUID();
  }

  String contact() {
    return "Contact: <sip:caller@127.0.0.1:"
        + port()
        + ";transport="
        + wire.transport().toLowerCase(java.util.Locale.ROOT)
        + ">";
  }

  synchronized int nextCSeq() {
    return nextCSeq++;
  }

  /** What went over the wire, to be shown when a test fails. */
  public String ladder() {
    StringBuilder text = new StringBuilder("phone " + port() + "      server " + serverPort + "\n");
    synchronized (journal) {
      for (Entry entry : journal) {
        text.append(
            "%8.1f ms %s %s (%s)%n"
                .formatted(
                    (entry.nanos() - journal.get(0).nanos()) / 1e6,
                    entry.sent() ? "───▶" : "◀───",
                    entry.message().startLine(),
                    entry.message().header("CSeq")));
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    wire.close();
  }
}
