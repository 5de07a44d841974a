package org.sipasync.testkit.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * A SIP user agent for tests. It sends exactly what it is told and records all messages with their
 * times. It neither retransmits nor answers by itself.
 *
 * <p>Addresses are {@code user;parameter=value} on the server, or whole URIs that begin with {@code
 * sip:}; they become the request URI; the request always goes to the server. Headers are whole
 * lines, as {@code "Expires: 60"}; they replace what the phone would have written under these names
 * by itself. One without a value, as {@code "Contact:"}, leaves that header out.
 *
 * <p>Methods that wait throw an {@link AssertionError} on timeout, which shows the {@link #ladder}.
 * Thread-safe.
 */
public final class SipPhone implements AutoCloseable {
  private final Wire wire;
  private final int serverPort;
  private String serverHost = "127.0.0.1";
  private final Journal journal = new Journal();
  private final Set<String> taken = new HashSet<>(); // guarded by the journal
  private volatile Duration patience = Duration.ofSeconds(60);
  private volatile String user = "caller";
  private int nextCSeq = 1;

  SipPhone(Wire wire, int serverPort) {
    this.wire = wire;
    this.serverPort = serverPort;
    Thread reader = new Thread(this::read, "sip-phone-" + wire.localPort());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Creates a phone for a server on 127.0.0.1.
   *
   * @param transport {@code udp} or {@code tcp}
   */
  public static SipPhone over(String transport, int serverPort) {
    try {
      return new SipPhone(
          transport.equalsIgnoreCase("tcp") ? Wire.tcp(serverPort) : Wire.udp(serverPort),
          serverPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Creates a phone that is connected by a WebSocket (RFC 7118) and sends text frames.
   *
   * @param endpoint as {@code ws://127.0.0.1:8080/application/sip}
   * @param serverPort the server's in Request-URIs
   */
  public static SipPhone overWebSocket(URI endpoint, int serverPort) {
    return overWebSocket(endpoint, serverPort, false);
  }

  /** Creates a phone as {@link #overWebSocket(URI, int)} does, perhaps with binary frames. */
  public static SipPhone overWebSocket(URI endpoint, int serverPort, boolean isBinary) {
    try {
      return new SipPhone(WebSocketWire.to(endpoint, isBinary), serverPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Creates a phone that is connected by a WebSocket over TLS.
   *
   * @param endpoint as {@code wss://127.0.0.1:8443/application/sip}
   * @param context verifies the server's certificate
   */
  public static SipPhone overWebSocket(URI endpoint, int serverPort, SSLContext context) {
    try {
      return new SipPhone(WebSocketWire.to(endpoint, context), serverPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Creates a phone for a server at another address of this machine.
   *
   * @param transport {@code udp} or {@code tcp}
   */
  public static SipPhone over(String transport, InetSocketAddress server) {
    try {
      boolean isTcp = transport.equalsIgnoreCase("tcp");
      SipPhone phone = new SipPhone(isTcp ? Wire.tcp(server) : Wire.udp(server), server.getPort());
      String host = server.getAddress().getHostAddress();
      phone.serverHost = host.contains(":") ? "[" + host + "]" : host;
      return phone;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Creates a phone for a server on 127.0.0.1, and shakes hands with it.
   *
   * @param context verifies the server's certificate, but not its name; may have one of the phone
   */
  public static SipPhone overTls(int serverPort, SSLContext context) {
    try {
      return new SipPhone(Wire.tls(serverPort, context), serverPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the user in From and Contact, by default {@code caller}, and returns this phone. */
  public SipPhone as(String user) {
    this.user = user;
    return this;
  }

  /** Sets how long this phone waits for an expected message, 60 s by default, and returns it. */
  public SipPhone patience(Duration patience) {
    this.patience = patience;
    return this;
  }

  /** Returns this phone's port. */
  public int port() {
    return wire.localPort();
  }

  /** Returns this phone's URI. */
  public String address() {
    return "sip:"
        + user
        + "@"
        + wire.sentBy()
        + ";transport="
        + (wire.transport().equals("WSS") ? "ws" : wire.transport().toLowerCase(Locale.ROOT));
  }

  /** Sends an INVITE with SDP. */
  public Call invite(String to, String... headers) {
    Call call = new Call(this, to);
    call.inviteAgain(headers);
    return call;
  }

  /** Sends a request without body, outside any dialog. */
  public Exchange request(String method, String to, String... headers) {
    return request(method, to, Body.NONE, headers);
  }

  /** Sends a request outside any dialog. */
  public Exchange request(String method, String to, Body body, String... headers) {
    return new Call(this, to).send(method, body, headers);
  }

  /** Waits for a call to this phone. */
  public IncomingCall awaitCall() {
    return new IncomingCall(this, awaitRequest("INVITE"));
  }

  /** Waits for a request to this phone; each is returned once, regardless of retransmissions. */
  public SipMessage awaitRequest(String method) {
    return awaitRequest(method, m -> true);
  }

  SipMessage awaitRequest(String method, Predicate<SipMessage> which) {
    return await(
            method,
            m ->
                !m.isResponse()
                    && m.method().equals(method)
                    && which.test(m)
                    && taken.add(m.branch() + " " + method))
        .message();
  }

  /** Answers a received request. */
  public void respond(SipMessage request, int status, String reason, String... headers) {
    respond(request, status, reason, Body.NONE, headers);
  }

  /** Answers a received request, with a body. */
  public void respond(SipMessage request, int status, String reason, Body body, String... headers) {
    List<String> own = new ArrayList<>();
    request.all("Via").forEach(v -> own.add("Via: " + v));
    request.all("Record-Route").forEach(r -> own.add("Record-Route: " + r));
    own.add("From: " + request.header("From"));
    own.add("To: " + tagged(request.header("To")));
    own.add("Call-ID: " + request.header("Call-ID"));
    own.add("CSeq: " + request.header("CSeq"));
    own.add(contact());
    transmit(SipMessage.of("SIP/2.0 " + status + " " + reason, own, body, headers));
  }

  /** Returns the To of this phone's answers. */
  String tagged(String to) {
    return SipMessage.parameter(to, "tag") == null ? to + ";tag=callee" + port() : to;
  }

  /** Returns the exchange as a ladder diagram, for failing tests. */
  public String ladder() {
    return journal.ladder("phone " + port() + "      server " + serverPort);
  }

  /** Closes the socket; does not end calls. */
  @Override
  public void close() {
    wire.close();
  }

  private void read() {
    for (SipMessage message = wire.receive(); message != null; message = wire.receive()) {
      journal.note(false, message);
    }
  }

  void transmit(SipMessage message) {
    try {
      journal.note(true, message);
      wire.send(message.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the matching messages received so far. */
  List<Journal.Entry> received(Predicate<SipMessage> which) {
    return journal.received(which);
  }

  /** Waits for a matching message. */
  Journal.Entry await(String what, Predicate<SipMessage> which) {
    return waitUpTo(patience, which)
        .orElseThrow(
            () -> new AssertionError("no " + what + " within " + patience + "\n" + ladder()));
  }

  /** Waits for a matching message, for a limited time. */
  Optional<Journal.Entry> waitUpTo(Duration atMost, Predicate<SipMessage> which) {
    return journal.await(atMost, which);
  }

  /** The address of something on the server. */
  String uri(String to) {
    if (to.startsWith("sip:") || to.startsWith("sips:")) {
      return to;
    }
    int semicolon = to.indexOf(';');
    String callee = semicolon < 0 ? to : to.substring(0, semicolon);
    String parameters = semicolon < 0 ? "" : to.substring(semicolon);
    return "sip:" + callee + "@" + serverHost + ":" + serverPort + parameters;
  }

  /** This phone's user, as in From. */
  String identity() {
    return "<sip:" + user + "@127.0.0.1>";
  }

  String via() {
    return "Via: SIP/2.0/%s %s;branch=z9hG4bK%s"
        .formatted(wire.transport(), wire.sentBy(), UUID.randomUUID());
  }

  String contact() {
    return "Contact: <" + address() + ">";
  }

  synchronized int nextCSeq() {
    return nextCSeq++;
  }
}
