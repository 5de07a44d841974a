package org.sipasync.sip.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.TransportCounters.Counter;

/** WebSockets of clients (RFC 7118), driven by hand. */
class WebSocketTest extends TransportTest {
  private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.1", 8080);
  private static final int MAX_WAITING = 4_096;

  private final FakeWebSocket phone = new FakeWebSocket();
  private WebSockets webSockets;
  private WebSocketInput input;

  @BeforeEach
  void accept() {
    limit(10, 4, Duration.ofSeconds(30));
    input = open(phone, "192.0.2.9");
  }

  private void limit(int connections, int perAddress, Duration ping) {
    webSockets =
        transports.acceptWebSockets(
            new WebSocketLimits(
                connections,
                perAddress,
                MAX_WAITING,
                MAX_WAITING,
                4 * MAX_WAITING,
                ping,
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Duration.ofMinutes(5)));
  }

  private WebSocketInput open(FakeWebSocket socket, String ip) {
    WebSocketInput opened =
        webSockets.open(false, LOCAL, new InetSocketAddress(ip, 40_000), socket);
    loop.runTasks();
    return opened;
  }

  private void receive(WebSocketInput from, String text) {
    from.message(text.getBytes(ISO_8859_1));
    loop.runTasks();
  }

  private static String options(String host, int number) {
    return Texts.options("WS", host, number)
        .replace(
            "<sip:alice@192.0.2.1>\r\nContent", "<sip:a@" + host + ";transport=ws>\r\nContent");
  }

  private Flow flowTo(String uri) throws ParseException {
    SipUri target = SipUri.parse(uri);
    assertThat(ClientUris.isClient(target)).isTrue();
    return transports.flowTo(
        target.secure() ? Transport.WSS : Transport.WS, ClientUris.host(target));
  }

  @Test
  void requestIsAnsweredByItsWebSocket() throws Exception {
    user.answer = 200;
    receive(input, options("df7jal23ls0d.invalid", 1));
    assertThat(user.requests.get(0).topVia().toString())
        .contains("WS df7jal23ls0d.invalid", "received=192.0.2.9");
    assertThat(phone.sent).singleElement().asString().startsWith("SIP/2.0 200 ");
    assertThat(user.flows.get(0).transport()).isEqualTo(Transport.WS);
    assertThat(user.flows.get(0).isReliable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"WS", "WSS", "wss"})
  void bothNamesOfAWebSocketWillDo(String name) {
    receive(input, Texts.options(name, "x.invalid", 1));
    assertThat(user.requests).hasSize(1);
  }

  @Test
  void otherTransportsInViaAreRefused() {
    receive(input, Texts.options("TCP", "192.0.2.9", 1));
    assertThat(user.requests).isEmpty();
    assertThat(phone.sent).singleElement().asString().startsWith("SIP/2.0 400 Via Names");
  }

  @Test
  void requestsToItsContactGoByItsWebSocket() throws Exception {
    receive(input, options("df7jal23ls0d.invalid", 1));
    Flow flow = flowTo("sip:a@DF7jal23ls0d.invalid;transport=ws");
    flow.send("hello".getBytes(ISO_8859_1), null);
    assertThat(phone.sent).containsExactly("hello");
    assertThat(flowTo("sip:a@other.invalid;transport=ws")).isNull();
    assertThat(flowTo("sips:a@df7jal23ls0d.invalid;transport=ws")).as("not over TLS").isNull();
  }

  @Test
  void invalidHostIsAClientWhateverTheTransport() throws Exception {
    receive(input, options("df7jal23ls0d.invalid", 1));
    assertThat(flowTo("sip:a@df7jal23ls0d.invalid")).isNotNull();
    assertThat(ClientUris.isClient(SipUri.parse("sip:a@invalid.example"))).isFalse();
  }

  @Test
  void nobodyTakesAHostFromAClientThatIsThere() throws Exception {
    receive(input, options("x.invalid", 1));
    FakeWebSocket thief = new FakeWebSocket();
    WebSocketInput second = open(thief, "192.0.2.66");
    receive(second, options("x.invalid", 2));
    assertThat(phone.pings).as("the first has to show that it lives").isEqualTo(1);
    flowTo("sip:a@x.invalid").send("call".getBytes(ISO_8859_1), null);
    assertThat(phone.sent).containsExactly("call");
    assertThat(thief.sent).isEmpty();

    input.closed();
    loop.runTasks();
    flowTo("sip:a@x.invalid").send("call".getBytes(ISO_8859_1), null);
    assertThat(thief.sent).as("the client that has come back").containsExactly("call");
  }

  @Test
  void hostsOfOneConnectionAreBounded() throws Exception {
    for (int i = 0; i < 2 * ClientHosts.MAX_PER_CONNECTION; i++) {
      receive(input, options(i + ".invalid", i));
    }
    assertThat(webSockets.hosts().size()).isEqualTo(ClientHosts.MAX_PER_CONNECTION);
    input.closed();
    loop.runTasks();
    assertThat(webSockets.hosts().size()).isZero();
  }

  @Test
  void keepAliveIsAnswered() {
    receive(input, "\r\n\r\n");
    receive(input, "\r\n");
    receive(input, "");
    assertThat(phone.sent).containsExactly("\r\n");
    assertThat(count(Counter.KEEP_ALIVES)).isEqualTo(3);
  }

  @Test
  void moreThanOneMessageInAFrameIsRefused() {
    receive(input, options("x.invalid", 1) + options("x.invalid", 2));
    assertThat(user.requests).isEmpty();
    assertThat(phone.sent)
        .singleElement()
        .asString()
        .startsWith("SIP/2.0 400 Content-Length Differs From Frame");
    receive(input, options("x.invalid", 3) + "\r\n");
    assertThat(user.requests).as("line ends do not count").hasSize(1);
  }

  @Test
  void bodyShorterThanItsContentLengthIsRefused() {
    receive(
        input,
        Texts.request("OPTIONS", "WS", "x.invalid;branch=z9hG4bK1", 1, "Content-Length: 9\r\n")
            + "four");
    assertThat(user.requests).isEmpty();
    assertThat(phone.sent).singleElement().asString().startsWith("SIP/2.0 400 Content-Length");
  }

  @Test
  void bodyExtendsToTheEndOfTheFrame() {
    String request = options("x.invalid", 1).replace("Content-Length: 0\r\n", "") + "body";
    receive(input, request);
    assertThat(user.requests.get(0).bodyLength()).isEqualTo(4);
  }

  @Test
  void rubbishIsNotAnswered() {
    receive(input, "\0\1\2\3 rubbish");
    receive(input, "GET / HTTP/1.1\r\n\r\n");
    assertThat(phone.sent).isEmpty();
    assertThat(phone.closed).isEmpty();
    assertThat(log.lines).hasSize(2).allMatch(line -> line.contains("WS message refused, 400"));
  }

  @Test
  void messagesWaitForAClientThatReadsSlowly() throws IOException {
    phone.isReading = false;
    user.answer = 200;
    receive(input, options("x.invalid", 1));
    receive(input, options("x.invalid", 2));
    assertThat(phone.sent).hasSize(1);
    phone.read();
    loop.runTasks();
    assertThat(phone.sent).hasSize(2);
  }

  @Test
  void clientThatDoesNotReadIsDroppedForTheBytes() {
    phone.isReading = false;
    user.answer = 200;
    for (int i = 0; i < 40; i++) {
      receive(input, options("x.invalid", i));
    }
    assertThat(phone.closed).singleElement().asString().startsWith("1013 client makes us hold");
    assertThat(user.events).contains("failed").endsWith("closed");
    assertThat(count(Counter.OVERFLOWED)).isEqualTo(1);
    assertThat(log.lines).hasSize(1);
  }

  @Test
  void clientThatDoesNotReadIsDroppedForTheTime() throws IOException {
    phone.isReading = false;
    user.answer = 200;
    receive(input, options("x.invalid", 1));
    clock.pass(Duration.ofSeconds(14));
    loop.runOnce(0);
    assertThat(phone.closed).isEmpty();
    clock.pass(Duration.ofSeconds(1));
    loop.runOnce(0);
    assertThat(phone.closed).containsExactly("1008 client does not read");
    loop.runTasks();
    assertThat(user.events).containsExactly("failed", "closed");
  }

  @Test
  void bytesOfAllClientsAreBounded() {
    user.answer = 200;
    FakeWebSocket[] phones = new FakeWebSocket[9];
    for (int i = 0; i < phones.length; i++) {
      phones[i] = new FakeWebSocket();
      phones[i].isReading = false;
      WebSocketInput each = open(phones[i], "192.0.2." + (10 + i));
      for (int n = 0; n < 10; n++) {
        receive(each, options("x.invalid", 100 * i + n));
      }
    }
    assertThat(phones).anyMatch(each -> !each.closed.isEmpty());
    assertThat(phones).anyMatch(each -> each.closed.isEmpty());
  }

  @Test
  void clientThatSendsFasterThanItIsReadIsDropped() {
    byte[] message = options("x.invalid", 1).getBytes(ISO_8859_1);
    for (int i = 0; i < 100; i++) {
      input.message(message);
    }
    loop.runTasks();
    assertThat(phone.closed)
        .singleElement()
        .asString()
        .startsWith("1013 client sends faster than it is read");
    assertThat(user.requests).hasSizeLessThan(20);
    FakeWebSocket other = new FakeWebSocket();
    user.answer = 200;
    receive(open(other, "192.0.2.10"), options("y.invalid", 2));
    assertThat(other.sent).as("others go on").hasSize(1);
  }

  @Test
  void silentClientIsPingedAndDroppedIfItDoesNotAnswer() throws IOException {
    clock.pass(Duration.ofSeconds(30));
    loop.runOnce(0);
    assertThat(phone.pings).isEqualTo(1);
    input.pong();
    loop.runTasks();
    clock.pass(Duration.ofSeconds(20));
    loop.runOnce(0);
    assertThat(phone.pings).as("it was heard of 20 s ago").isEqualTo(1);
    clock.pass(Duration.ofSeconds(10));
    loop.runOnce(0);
    assertThat(phone.pings).isEqualTo(2);
    clock.pass(Duration.ofSeconds(10));
    loop.runOnce(0);
    assertThat(phone.closed).containsExactly("1008 ping not answered");
  }

  @Test
  void withoutPingsIdleClientsAreDropped() throws IOException {
    limit(10, 4, Duration.ZERO);
    FakeWebSocket other = new FakeWebSocket();
    open(other, "192.0.2.10");
    clock.pass(Duration.ofMinutes(5));
    loop.runOnce(0);
    assertThat(other.pings).isZero();
    assertThat(other.closed).containsExactly("1008 idle");
  }

  @Test
  void numbersAreBounded() {
    limit(2, 1, Duration.ZERO);
    FakeWebSocket first = new FakeWebSocket();
    WebSocketInput one = open(first, "192.0.2.10");
    assertThat(webSockets.hasPlace(new InetSocketAddress("192.0.2.10", 1).getAddress())).isFalse();
    assertThat(open(new FakeWebSocket(), "192.0.2.10")).as("of one address").isNull();
    assertThat(open(new FakeWebSocket(), "192.0.2.11")).isNotNull();
    assertThat(open(new FakeWebSocket(), "192.0.2.12")).as("in all").isNull();
    one.closed();
    loop.runTasks();
    assertThat(open(new FakeWebSocket(), "192.0.2.10")).as("its place is free again").isNotNull();
    assertThat(webSockets.size()).isEqualTo(2);
  }

  @Test
  void lossIsTold() {
    phone.isReading = false;
    user.answer = 200;
    receive(input, options("x.invalid", 1));
    receive(input, options("x.invalid", 2));
    phone.breaks();
    loop.runTasks();
    loop.runTasks();
    assertThat(user.events).containsExactly("failed", "failed", "closed");
    assertThat(webSockets.size()).isZero();
    user.flows.get(0).send("late".getBytes(ISO_8859_1), () -> user.events.add("late"));
    loop.runTasks();
    assertThat(user.events).endsWith("late");
    assertThat(user.flows.get(0).isReopenable()).isFalse();
  }

  @Test
  void libraryThatThrowsLosesTheMessage() {
    phone.failure = new IllegalStateException("closed");
    user.answer = 200;
    receive(input, options("x.invalid", 1));
    loop.runTasks();
    assertThat(user.events).containsExactly("failed", "closed");
  }

  @Test
  void endOfTheServerClosesAll() {
    transports.close();
    assertThat(phone.closed).containsExactly("1001 server stops");
    FakeWebSocket late = new FakeWebSocket();
    open(late, "192.0.2.10");
    assertThat(late.closed).containsExactly("1001 server stops");
  }
}
