package org.sipasync.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.transport.TransportCounters.Counter;

class UdpTest extends TransportTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void answersGoToTheSourceWhenAskedFor(String ip) throws IOException, ParseException {
    InetSocketAddress server = listen(Transport.UDP, ip);
    DatagramChannel client = datagrams(ip);
    user.answer = 200;
    send(client, server, Texts.options("UDP", "192.0.2.1:9;rport=4;received=192.0.2.9", 1));
    assertThat(receive(client))
        .startsWith("SIP/2.0 200 OK")
        .contains(";received=" + ip + ";")
        .contains(";rport=" + local(client).getPort())
        .doesNotContain("192.0.2.9");
    assertThat(user.requests.get(0).topVia().received()).isEqualTo(ip);
    assertThat(user.flows.get(0).transport()).isEqualTo(Transport.UDP);
    assertThat(user.flows.get(0).remote()).isEqualTo(local(client));
    assertThat(user.flows.get(0).local()).isEqualTo(server);
  }

  @Test
  @Tag("C-A5")
  void answersWithoutRportGoToTheSourceAddressAndSentByPort() throws IOException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    DatagramChannel atSentBy = datagrams("127.0.0.1");
    user.answer = 200;
    String via = "sip.invalid:" + local(atSentBy).getPort() + ";maddr=192.0.2.3";
    send(client, server, Texts.options("UDP", via, 1));
    assertThat(receive(atSentBy)).contains("received=127.0.0.1").doesNotContain("rport");
    assertSilent(client);
  }

  @Test
  void aTrueSentByIsLeftAlone() throws IOException, ParseException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    String via = "127.0.0.1:" + local(client).getPort();
    send(client, server, Texts.options("UDP", via, 1));
    until(() -> user.requests.size() == 1);
    assertThat(user.requests.get(0).topVia().received()).isNull();
  }

  @Test
  @Tag("C-A5")
  void aViaOfAnotherTransportIsRefused() throws IOException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    send(client, server, Texts.options("TCP", "192.0.2.77:5060;rport", 1));
    assertThat(receive(client)).startsWith("SIP/2.0 400 Via Names Another Transport\r\n");
    assertThat(user.requests).isEmpty();
    assertThat(transports.connections()).isZero();
  }

  @Test
  void keepAlivesReachNobodyAndStunIsAnswered() throws IOException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    send(client, server, "\r\n\r\n");
    send(client, server, "\r\n");
    send(client, server, "\0\0\0\0");
    send(client, server, "");
    send(client, server, "\0\1\0\0\u0021\u0012\u00a4\u0042abcdefghijkl");
    until(() -> count(Counter.KEEP_ALIVES) == 5);
    assertThat(receive(client)).as("a Binding response").startsWith("\1\1\0\f");
    assertSilent(client);
    assertThat(count(Counter.MALFORMED)).isZero();
    assertThat(log.lines).isEmpty();
  }

  @Test
  @Tag("6223")
  void whoOffersKeepAlivesIsToldHowOftenWhereTheyAreAgreedOn() throws IOException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    user.answer = 200;
    for (String method : new String[] {"REGISTER", "INVITE", "SUBSCRIBE", "REFER"}) {
      String via = "127.0.0.1;rport;branch=z9hG4bK" + method + ";keep";
      send(client, server, Texts.request(method, "UDP", via, 1, ""));
      assertThat(receive(client)).contains("z9hG4bK" + method + ";keep=30;received=");
    }
    send(client, server, Texts.options("UDP", "127.0.0.1;rport;keep", 2));
    assertThat(receive(client)).doesNotContain("keep=");
  }

  @Test
  void aDatagramOverTheLimitGets513() throws IOException {
    limit(new TransportLimits(64, 2_000, 4 << 20, 1_000, false, ConnectionLimits.DEFAULTS));
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    String big = "X: " + "x".repeat(3_000) + "\r\n";
    send(
        client, server, Texts.request("OPTIONS", "UDP", "192.0.2.1;rport;branch=z9hG4bK1", 1, big));
    assertThat(receive(client)).startsWith("SIP/2.0 513 Message Too Large\r\n");
    assertThat(user.requests).isEmpty();
  }

  @Test
  void oneListenPointDoesNotStarveAnother() throws IOException {
    limit(new TransportLimits(3, 65_535, 4 << 20, 1_000, false, ConnectionLimits.DEFAULTS));
    InetSocketAddress busy = listen(Transport.UDP);
    InetSocketAddress quiet = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    for (int i = 0; i < 20; i++) {
      send(client, busy, Texts.options("UDP", "127.0.0.1", i));
    }
    send(client, quiet, Texts.options("UDP", "127.0.0.1", 99));
    loop.runOnce(0);
    assertThat(user.requests).hasSizeLessThanOrEqualTo(4);
    assertThat(user.requests).anyMatch(request -> request.callId().equals("call-99"));
    until(() -> user.requests.size() == 21);
  }

  /** A second look at a calm socket would be a system call in vain. */
  @Test
  void aCalmSocketIsReadOnceThenToItsEnd() throws IOException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    clock.pass(Duration.ofMillis(1));
    for (int i = 0; i < 5; i++) {
      send(client, server, Texts.options("UDP", "127.0.0.1", i));
    }
    loop.runOnce(0);
    assertThat(user.requests).hasSize(1);
    loop.runOnce(0);
    assertThat(user.requests).hasSize(5);
  }

  @Test
  void aSocketThatIsReadTooLateIsEmptiedOfWhatBegins() throws IOException {
    limit(new TransportLimits(2, 65_535, 4 << 20, 1_000, false, ConnectionLimits.DEFAULTS));
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    clock.pass(Duration.ofSeconds(9)); // so idle for long
    for (int i = 0; i < 8; i++) {
      send(client, server, Texts.options("UDP", "127.0.0.1", i));
    }
    send(client, server, Texts.response("UDP", "127.0.0.1"));
    loop.runOnce(0);
    clock.pass(Duration.ofMillis(250));
    loop.runOnce(0);
    assertThat(user.requests).as("not too old yet").hasSize(4);
    clock.pass(Duration.ofMillis(1));
    loop.runOnce(0);
    assertThat(user.requests).as("four are too old").hasSize(4);
    assertThat(count(Counter.OLD_DROPPED)).isEqualTo(4);
    assertThat(user.responses).as("what goes on is read").hasSize(1);
    assertThat(log.lines).hasSize(1);
    send(client, server, Texts.options("UDP", "127.0.0.1", 99));
    loop.runOnce(0);
    assertThat(user.requests).as("it was empty").hasSize(5);
  }

  @Test
  void responsesAreHandedOver() throws IOException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    send(client, server, Texts.response("UDP", "127.0.0.1"));
    until(() -> user.responses.size() == 1);
    assertThat(user.responses.get(0).status()).isEqualTo(200);
  }

  @Test
  @Tag("C-D5")
  void aFlowLeavesFromTheListenPointOfThePeersFamily() throws IOException {
    InetSocketAddress v6 = listen(Transport.UDP, "::1");
    InetSocketAddress v4 = listen(Transport.UDP, "127.0.0.1");
    DatagramChannel client4 = datagrams("127.0.0.1");
    DatagramChannel client6 = datagrams("::1");
    assertThat(transports.flowTo(Transport.UDP, local(client4)).local()).isEqualTo(v4);
    Flow flow = transports.flowTo(Transport.UDP, local(client6));
    assertThat(flow.local()).isEqualTo(v6);
    assertThat(flow).isEqualTo(transports.flowTo(Transport.UDP, local(client6)));
    flow.send("hello".getBytes(), null);
    assertThat(receive(client6)).isEqualTo("hello");
    assertThat(transports.flowTo(Transport.TCP, local(client4))).isNull();
  }

  @Test
  @Tag("C-D6")
  void aFlowCanBeAskedForFromOneListenPoint() throws IOException {
    InetSocketAddress one = listen(Transport.UDP, "127.0.0.1");
    InetSocketAddress two = listen(Transport.UDP, "127.0.0.1");
    InetSocketAddress peer = local(datagrams("127.0.0.1"));
    assertThat(transports.flowTo(Transport.UDP, peer, one).local()).isEqualTo(one);
    assertThat(transports.flowTo(Transport.UDP, peer, two).local()).isEqualTo(two);
    assertThat(transports.flowTo(Transport.UDP, local(datagrams("::1")), one)).isNull();
    InetSocketAddress anyPort = new InetSocketAddress("127.0.0.1", 0);
    assertThat(transports.flowTo(Transport.UDP, peer, anyPort).local()).isEqualTo(one);
  }

  @Test
  @Tag("C-D5")
  void aFlowLeavesFromTheAddressThatTheSystemRoutesFrom() throws IOException {
    listen(Transport.UDP, "127.0.0.3");
    InetSocketAddress routed = listen(Transport.UDP, "127.0.0.1");
    InetSocketAddress peer = local(datagrams("127.0.0.1"));
    assertThat(transports.flowTo(Transport.UDP, peer).local()).isEqualTo(routed);
  }

  /** A socket on all IPv6 addresses has both families. */
  @Test
  @Tag("C-D5")
  void aWildcardOfIpv6ReachesBothFamilies() throws IOException {
    InetSocketAddress all = listen(Transport.UDP, "::");
    for (String host : new String[] {"127.0.0.1", "::1"}) {
      DatagramChannel client = datagrams(host);
      Flow flow = transports.flowTo(Transport.UDP, local(client));
      flow.send("hello".getBytes(), null);
      assertThat(receive(client)).isEqualTo("hello");
      send(
          client,
          new InetSocketAddress(host, all.getPort()),
          Texts.options("UDP", host.contains(":") ? "[::1]" : host, 1));
      until(() -> user.requests.size() == 1);
      user.requests.clear();
      InetSocketAddress from = new InetSocketAddress(host, all.getPort());
      assertThat(transports.flowTo(Transport.UDP, local(client), from).local()).isEqualTo(all);
    }
  }

  @Test
  void aDatagramThatCannotLeaveFailsLater() throws IOException {
    listen(Transport.UDP);
    InetSocketAddress peer = local(datagrams("127.0.0.1"));
    Flow flow = transports.flowTo(Transport.UDP, peer);
    flow.send(new byte[70_000], () -> user.events.add("failed"));
    assertThat(user.events).isEmpty();
    until(() -> user.events.equals(java.util.List.of("failed")));
    assertThat(count(Counter.SENDS_FAILED)).isEqualTo(1);
  }

  @Test
  void sendingToAPortThatNobodyReadsDoesNotHurtTheListenPoint() throws IOException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel gone = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
    InetSocketAddress peer = local(gone);
    gone.close();
    transports.flowTo(Transport.UDP, peer).send("hello".getBytes(), null);
    DatagramChannel client = datagrams("127.0.0.1");
    user.answer = 200;
    send(client, server, Texts.options("UDP", "127.0.0.1;rport", 1));
    assertThat(receive(client)).startsWith("SIP/2.0 200");
  }

  @Test
  @Tag("C-A3")
  void aUserThatThrowsIsLoggedOnceAndStopsNothing() throws IOException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    user.answer = 99_999; // no status
    for (int i = 0; i < 50; i++) {
      send(client, server, Texts.options("UDP", "127.0.0.1;rport", i));
    }
    until(() -> count(Counter.HANDLER_FAILURES) == 50);
    assertThat(log.lines).hasSize(1).noneMatch(line -> line.contains("STACK TRACE"));
    user.answer = 200;
    send(client, server, Texts.options("UDP", "127.0.0.1;rport", 51));
    assertThat(receive(client)).startsWith("SIP/2.0 200");
  }

  @Test
  void anErrorOfTheUserStopsNothingEither() throws IOException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    user.error = new StackOverflowError("on purpose");
    send(client, server, Texts.options("UDP", "127.0.0.1;rport", 1));
    until(() -> count(Counter.HANDLER_FAILURES) == 1);
    user.error = null;
    user.answer = 200;
    send(client, server, Texts.options("UDP", "127.0.0.1;rport", 2));
    assertThat(receive(client)).startsWith("SIP/2.0 200");
  }

  @Test
  void emptyAndRandomBytesDoNoHarm() throws IOException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      client.send(ByteBuffer.wrap(bytes), server);
      loop.runOnce(0);
    }
    until(() -> count(Counter.MALFORMED) + count(Counter.KEEP_ALIVES) == 200);
    assertThat(log.lines).hasSizeLessThan(10);
    assertSilent(client);
  }
}
