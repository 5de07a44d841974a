package org.sipasync.container.locate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sipasync.functions.dns.Dns;
import org.sipasync.functions.dns.DnsSettings;
import org.sipasync.functions.dns.ZoneServer;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.locate.Blacklist;
import org.sipasync.sip.locate.Hops;
import org.sipasync.sip.locate.Locator;
import org.sipasync.sip.locate.RequestSender;
import org.sipasync.sip.locate.Resolver;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transaction.RecordingUser;
import org.sipasync.sip.transaction.TimerValues;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transaction.TransactionSettings;
import org.sipasync.sip.transport.SipTransports;
import org.sipasync.sip.transport.Transport;
import org.sipasync.sip.transport.TransportLimits;

/** Names and failover (RFC 3263) with a DNS server and SIP servers on loopback, all over UDP. */
class DnsResolverTest {
  /** T1 of 10 ms: a server that is silent costs 640 ms. */
  private static final TimerValues FAST =
      new TimerValues(Duration.ofMillis(10), Duration.ofMillis(80), Duration.ofMillis(100));

  private final ZoneServer zone = ZoneServer.start();
  private final Dns dns =
      Dns.of(
          DnsSettings.defaults()
              .withServers(List.of(zone.address()))
              .withTries(Duration.ofMillis(500), 3)
              .withHosts(Path.of("/nonexistent")));
  private final DnsResolver resolver = new DnsResolver(dns, Duration.ofSeconds(10));
  private final EventLoop loop = new EventLoop(System::nanoTime);
  private final RecordingUser user = new RecordingUser();
  private final TransactionLayer layer =
      new TransactionLayer(loop, user, TransactionSettings.DEFAULT.withTimers(FAST), new Random(1));
  private final SipTransports transports = new SipTransports(loop, TransportLimits.DEFAULTS, layer);
  private final List<Server> servers = new ArrayList<>();

  /** SIP server that gives one answer, or none. */
  private final class Server {
    private final DatagramChannel channel;
    private final int status;
    private int requests;

    Server(int status) throws IOException {
      this.status = status;
      channel = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
      channel.configureBlocking(false);
      loop.register(channel, SelectionKey.OP_READ, ops -> onReadable());
      servers.add(this);
    }

    int port() throws IOException {
      return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    private void onReadable() {
      try {
        ByteBuffer in = ByteBuffer.allocate(65_536);
        var source = channel.receive(in);
        byte[] data = new byte[in.flip().remaining()];
        in.get(data);
        requests++;
        if (status > 0) {
          byte[] answer = ((SipRequest) SipParser.parse(data)).answer(status, "t1");
          channel.send(ByteBuffer.wrap(answer), source);
        }
      } catch (IOException | ParseException e) {
        throw new AssertionError(e);
      }
    }
  }

  @AfterEach
  void close() throws IOException {
    transports.close();
    for (Server server : servers) {
      server.channel.close();
    }
    loop.close();
    dns.close();
    zone.close();
  }

  @Test
  void recordsOfTheZoneComeInTheOrderToTryThem() throws Exception {
    zone.with(
            "sip.test",
            60,
            "NAPTR 20 5 \"s\" \"SIP+D2U\" \"\" _sip._udp.sip.test.",
            "NAPTR 10 5 \"s\" \"SIP+D2T\" \"\" _sip._tcp.sip.test.")
        .with("_sip._tcp.sip.test", 60, "SRV 1 2 5070 a.test.", "SRV 0 0 0 .")
        .with("a.test", 60, "A 192.0.2.1", "AAAA 2001:db8::1");
    assertThat(resolver.naptr("sip.test").toCompletableFuture().join())
        .containsExactly(
            new Resolver.Naptr("s", "SIP+D2T", "_sip._tcp.sip.test"),
            new Resolver.Naptr("s", "SIP+D2U", "_sip._udp.sip.test"));
    assertThat(resolver.srv("_sip._tcp.sip.test").toCompletableFuture().join())
        .containsExactly(new Resolver.Srv(0, "."), new Resolver.Srv(5070, "a.test"));
    assertThat(resolver.addresses("a.test").toCompletableFuture().join())
        .containsExactly(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("2001:db8::1"));
  }

  @Test
  void absentNamesAreNoFailureAndFailingServersAre() {
    assertThat(resolver.srv("_sip._udp.none.test").toCompletableFuture().join()).isEmpty();
    assertThat(resolver.addresses("none.test").toCompletableFuture().join()).isEmpty();
    assertThatThrownBy(() -> resolver.addresses("servfail.test").toCompletableFuture().join())
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void aRequestFailsOverFromASilentServerAndA503ToTheOneThatTakesIt() throws Exception {
    transports.listen(Transport.UDP, new InetSocketAddress("127.0.0.1", 0));
    Server silent = new Server(0);
    Server busy = new Server(503);
    Server well = new Server(200);
    zone.with("sip.test", 60, "NAPTR 10 5 \"s\" \"SIP+D2U\" \"\" _sip._udp.sip.test.")
        .with(
            "_sip._udp.sip.test",
            60,
            "SRV 1 0 " + silent.port() + " one.test.",
            "SRV 2 0 " + busy.port() + " two.test.",
            "SRV 3 0 " + well.port() + " three.test.")
        .with("one.test", 60, "A 127.0.0.1")
        .with("two.test", 60, "A 127.0.0.1")
        .with("three.test", 60, "A 127.0.0.1");
    RequestSender sender =
        new RequestSender(
            layer,
            Hops.of(new Locator(loop, resolver, Duration.ofSeconds(20)), transports),
            new Blacklist(loop::now, Duration.ofMinutes(5), 100));
    send(sender);
    assertThat(user.told).containsExactly("200");
    assertThat(silent.requests).isGreaterThan(1);
    int tries = silent.requests;
    int busyTries = busy.requests;
    // both are remembered, and the names, too
    send(sender);
    assertThat(user.told).containsExactly("200", "200");
    assertThat(silent.requests).isEqualTo(tries);
    assertThat(busy.requests).isEqualTo(busyTries);
    assertThat(well.requests).isGreaterThanOrEqualTo(2); // a busy machine retransmits
  }

  private void send(RequestSender sender) throws Exception {
    SipUri uri = SipUri.parse("sip:bob@sip.test");
    SipRequest request = new SipRequest(Method.OPTIONS, uri);
    request.add(HeaderName.MAX_FORWARDS, "70");
    request.add(HeaderName.FROM, "<sip:alice@client.test>;tag=a1");
    request.add(HeaderName.TO, "<sip:bob@sip.test>");
    request.add(HeaderName.CALL_ID, "c" + user.told.size());
    request.add(HeaderName.CSEQ, "1 OPTIONS");
    int before = user.told.size();
    sender.send(request, uri, user);
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (user.told.size() == before && System.nanoTime() - end < 0) {
      loop.runOnce(100);
    }
  }
}
