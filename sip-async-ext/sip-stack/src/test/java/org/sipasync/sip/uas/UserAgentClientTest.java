package org.sipasync.sip.uas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.locate.Blacklist;
import org.sipasync.sip.locate.Hops;
import org.sipasync.sip.locate.Locator;
import org.sipasync.sip.locate.OutgoingRequest;
import org.sipasync.sip.locate.RequestSender;
import org.sipasync.sip.locate.Resolver;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transaction.RecordingUser;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transaction.TransactionSettings;
import org.sipasync.sip.transport.SipTransports;
import org.sipasync.sip.transport.Transport;
import org.sipasync.sip.transport.TransportLimits;

/** Requests of our own over sockets: locate, transactions and transports together. */
@Timeout(60)
class UserAgentClientTest implements Resolver {
  private final EventLoop loop = new EventLoop(System::nanoTime);
  private final UserAgentServer server = new UserAgentServer(loop, Duration.ofSeconds(-1));
  private final RecordingUser user = new RecordingUser();
  private final TransactionLayer client =
      new TransactionLayer(loop, user, TransactionSettings.DEFAULT, new Random(1));
  private final SipTransports transports =
      new SipTransports(loop, TransportLimits.DEFAULTS, client);
  private final RequestSender sender =
      new RequestSender(
          client,
          Hops.of(new Locator(loop, this, Duration.ofSeconds(5)), transports),
          new Blacklist(loop::now, Duration.ofSeconds(30), 100));
  private final List<Srv> records = new ArrayList<>();
  private int udp;
  private int sent;

  @BeforeEach
  void listen() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    for (Transport transport : List.of(Transport.UDP, Transport.TCP)) {
      transports.listen(transport, any);
    }
    udp = server.transports().listen(Transport.UDP, any).getPort();
  }

  @AfterEach
  void close() {
    transports.close();
    server.close();
    loop.close();
    assertThat(loop.failedTasks()).isZero();
  }

  private void runUntil(BooleanSupplier done) throws IOException {
    while (!done.getAsBoolean()) {
      loop.runOnce(100);
    }
  }

  private OutgoingRequest send(String method, String target, int bodyBytes) throws ParseException {
    SipUri uri = SipUri.parse(target);
    SipRequest request = new SipRequest(Method.of(method), uri);
    request.add(HeaderName.MAX_FORWARDS, "70");
    request.add(HeaderName.FROM, "<sip:alice@client.example>;tag=a1");
    request.add(HeaderName.TO, "<" + target + ">");
    request.add(HeaderName.CALL_ID, "c" + sent++); // else the second is merged: 482
    request.add(HeaderName.CSEQ, "1 " + method);
    request.add(HeaderName.CONTACT, "<sip:alice@127.0.0.1>");
    request.body("x".repeat(bodyBytes).getBytes(UTF_8), "text/plain");
    return sender.send(request, uri, user);
  }

  /** Opens the server's TCP listen point at its UDP port, or at another that both can have. */
  private int listenByTcp() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int i = 0; i < 20; i++) {
      try {
        InetSocketAddress same = new InetSocketAddress(loopback, udp);
        return server.transports().listen(Transport.TCP, same).getPort();
      } catch (BindException takenByOthers) {
        InetSocketAddress any = new InetSocketAddress(loopback, 0);
        udp = server.transports().listen(Transport.UDP, any).getPort();
      }
    }
    throw new BindException("no port is free for both");
  }

  @Test
  void anOptionsByUdpAndByTcp() throws Exception {
    int tcp = listenByTcp();
    send("OPTIONS", "sip:127.0.0.1:" + udp, 0);
    send("OPTIONS", "sip:127.0.0.1:" + tcp + ";transport=tcp", 0);
    runUntil(() -> user.told.size() == 2);
    assertThat(user.told).containsExactly("200", "200");
  }

  @Test
  void aLargeRequestGoesByTcp() throws Exception {
    listenByTcp();
    send("OPTIONS", "sip:127.0.0.1:" + udp, 2000);
    runUntil(() -> user.told.size() == 1);
    assertThat(user.told).containsExactly("200");
    assertThat(user.last.topVia().transport()).isEqualTo("TCP");
  }

  @Test
  void aLargeRequestGoesByUdpIfTcpIsRefused() throws Exception {
    send("OPTIONS", "sip:127.0.0.1:" + udp, 2000);
    runUntil(() -> user.told.size() == 1);
    assertThat(user.told).containsExactly("200");
    assertThat(user.last.topVia().transport()).isEqualTo("UDP");
  }

  @Test
  void aRefusedConnectionGoesOnToTheNextServer() throws Exception {
    int tcp = listenByTcp();
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    records.add(new Srv(closed, "localhost"));
    records.add(new Srv(tcp, "localhost"));
    send("OPTIONS", "sip:example.com;transport=tcp", 0);
    runUntil(() -> user.told.size() == 1);
    assertThat(user.told).containsExactly("200");
  }

  @Test
  void aRingingCallIsCancelled() throws Exception {
    OutgoingRequest call = send("INVITE", "sip:127.0.0.1:" + udp, 0);
    call.cancel(); // numeric host: it has been sent, and waits for a provisional response
    runUntil(() -> user.told.contains("487"));
    assertThat(user.told).containsExactly("180", "487");
    assertThat(server.calls()).isZero();
  }

  @Test
  void aConnectionThatEndsFailsWhatIsUnanswered() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      send("OPTIONS", "sip:127.0.0.1:" + socket.getLocalPort() + ";transport=tcp", 0);
      loop.runOnce(100);
      socket.accept().close();
      runUntil(() -> user.told.size() == 1);
    }
    assertThat(user.told).containsExactly("transport error");
    assertThat(client.clientTransactions()).isZero();
  }

  @Override
  public CompletionStage<List<Naptr>> naptr(String domain) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletionStage<List<Srv>> srv(String name) {
    return CompletableFuture.completedFuture(records);
  }

  @Override
  public CompletionStage<List<InetAddress>> addresses(String host) {
    return CompletableFuture.completedFuture(List.of(InetAddress.getLoopbackAddress()));
  }
}
