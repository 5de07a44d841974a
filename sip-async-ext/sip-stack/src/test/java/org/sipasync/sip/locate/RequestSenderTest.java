package org.sipasync.sip.locate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TestClock;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transaction.RecordingUser;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transaction.TransactionSettings;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;
import org.sipasync.sip.transport.Transports;

class RequestSenderTest implements Transports {
  private final TestClock clock = new TestClock();
  private final EventLoop loop = new EventLoop(clock);
  private final FakeResolver dns = new FakeResolver();
  private final RecordingUser user = new RecordingUser();
  private final TransactionLayer layer =
      new TransactionLayer(loop, user, TransactionSettings.DEFAULT, new Random(1));
  private final Blacklist blacklist = new Blacklist(clock, Duration.ofSeconds(30), 100);
  private final Hops hops = Hops.of(new Locator(loop, dns, Duration.ofSeconds(5)), this);
  private final RequestSender sender = new RequestSender(layer, new Opening(), blacklist);
  private final List<Runnable> opening = new ArrayList<>();
  private boolean opensLater;
  private final List<Sent> sent = new ArrayList<>();
  private final Consumer<Sent> note = sent::add;
  private final Set<String> unreachable = new HashSet<>();
  private final List<InetSocketAddress> asked = new ArrayList<>();
  private final InetSocketAddress local = new InetSocketAddress("192.0.2.98", 5060);

  /** One message and where it went. */
  private record Sent(Flow flow, SipRequest request, Runnable onFailed) {
    String where() {
      return flow.transport() + " " + flow.remote().getHostString();
    }
  }

  private record FakeFlow(Transport transport, InetSocketAddress remote, Consumer<Sent> note)
      implements Flow {
    @Override
    public void send(byte[] message, Runnable onFailed) {
      try {
        note.accept(new Sent(this, (SipRequest) SipParser.parse(message), onFailed));
      } catch (ParseException e) {
        throw new AssertionError(e.reason(), e);
      }
    }

    @Override
    public InetSocketAddress local() {
      return new InetSocketAddress("192.0.2.99", 5060);
    }
  }

  @Override
  public Flow flowTo(Transport transport, InetSocketAddress peer, InetSocketAddress from) {
    asked.add(from);
    boolean none =
        unreachable.contains(peer.getHostString())
            || unreachable.contains(transport + " " + peer.getHostString())
            || from != null && !from.equals(local);
    return none ? null : new FakeFlow(transport, peer, note);
  }

  /** Ways whose flows another loop opens, if a test says so. */
  private final class Opening implements Hops {
    @Override
    public void find(SipUri uri, Consumer<List<Target>> onFound) {
      hops.find(uri, onFound);
    }

    @Override
    public void open(Target target, InetSocketAddress from, Consumer<Flow> onOpen) {
      if (opensLater) {
        opening.add(() -> hops.open(target, from, onOpen));
      } else {
        hops.open(target, from, onOpen);
      }
    }
  }

  @BeforeEach
  void twoServers() {
    dns.srv("_sip._udp.example.com", 5060, "a")
        .srv("_sip._udp.example.com", 5060, "b")
        .host("a", "192.0.2.1")
        .host("b", "192.0.2.2");
  }

  @AfterEach
  void nothingIsLeft() {
    pass(Duration.ofSeconds(100));
    assertThat(layer.clientTransactions()).isZero();
    assertThat(loop.timers()).isZero();
    assertThat(loop.failedTasks()).isZero();
    loop.close();
  }

  private void pass(Duration time) {
    try {
      for (long left = time.toMillis(); left >= 0; left -= 100) {
        clock.pass(Duration.ofMillis(Math.min(100, left)));
        loop.runOnce(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OutgoingRequest send(String method, int bodyBytes) throws ParseException {
    OutgoingRequest outgoing =
        sender.send(request(method, bodyBytes), SipUri.parse("sip:example.com"), user);
    pass(Duration.ZERO);
    pass(Duration.ZERO);
    pass(Duration.ZERO);
    return outgoing;
  }

  private static SipRequest request(String method, int bodyBytes) throws ParseException {
    SipUri uri = SipUri.parse("sip:example.com");
    SipRequest request = new SipRequest(Method.of(method), uri);
    request.add(HeaderName.MAX_FORWARDS, "70");
    request.add(HeaderName.FROM, "<sip:alice@client.example>;tag=a1");
    request.add(HeaderName.TO, "<sip:example.com>");
    request.add(HeaderName.CALL_ID, "c1");
    request.add(HeaderName.CSEQ, "1 " + method);
    request.add(HeaderName.CONTACT, "<sip:alice@client.example>");
    request.body("x".repeat(bodyBytes).getBytes(UTF_8), "text/plain");
    return request;
  }

  private void answer(int index, int status) {
    SipResponse response = sent.get(index).request().response(status);
    response.toTag("r1");
    if (status == 503) {
      response.add(HeaderName.RETRY_AFTER, "60");
    }
    layer.onResponse(response, sent.get(index).flow());
  }

  private List<String> where() {
    return sent.stream()
        .filter(message -> !message.request().method().equals(Method.ACK))
        .map(Sent::where)
        .toList();
  }

  @Test
  void theFirstServerThatTakesItIsTheLast() throws ParseException {
    send("OPTIONS", 0);
    answer(0, 404);
    assertThat(where()).containsExactly("UDP 192.0.2.1");
    assertThat(user.told).containsExactly("404");
  }

  @Test
  void a503GoesOnToTheNextServerByANewTransactionAndIsRemembered() throws ParseException {
    send("INVITE", 0);
    answer(0, 180);
    answer(0, 503);
    assertThat(sent.get(1).request().method()).isEqualTo(Method.ACK);
    answer(2, 200);
    assertThat(where()).containsExactly("UDP 192.0.2.1", "UDP 192.0.2.2");
    assertThat(sent.get(2).request().branch()).isNotEqualTo(sent.get(0).request().branch());
    assertThat(user.told).containsExactly("180", "200");
    pass(Duration.ofSeconds(40));
    sent.clear();
    send("OPTIONS", 0);
    assertThat(where()).containsExactly("UDP 192.0.2.2");
    answer(0, 200);
  }

  @Test
  void theLastServers503IsTheUsers() throws ParseException {
    send("OPTIONS", 0);
    answer(0, 503);
    answer(1, 503);
    assertThat(user.told).containsExactly("503");
  }

  @Test
  void aTimeoutGoesOnOnlyIfNothingWasHeard() throws ParseException {
    send("OPTIONS", 0);
    pass(Duration.ofSeconds(33));
    assertThat(where()).contains("UDP 192.0.2.2");
    answer(sent.size() - 1, 100);
    pass(Duration.ofSeconds(33));
    assertThat(user.told).containsExactly("100", "timeout");
  }

  /** Answers the first message of a method that went to a server. */
  private void answer(String where, String method, int status) {
    for (int i = 0; i < sent.size(); i++) {
      boolean isMethod = sent.get(i).request().method().equals(Method.of(method));
      if (isMethod && sent.get(i).where().equals(where)) {
        answer(i, status);
        return;
      }
    }
    throw new AssertionError("no " + method + " to " + where);
  }

  private List<String> sentTo(String where) {
    return sent.stream()
        .filter(message -> message.where().equals(where))
        .map(message -> message.request().method().toString())
        .toList();
  }

  private static final String FIRST = "UDP 192.0.2.1";
  private static final String SECOND = "UDP 192.0.2.2";

  @Test
  void aSilentServerIsLeftAfterEightT1AndHearsNoMore() throws ParseException {
    send("INVITE", 0);
    pass(Duration.ofMillis(3_800));
    assertThat(where()).contains(FIRST).doesNotContain(SECOND);
    pass(Duration.ofMillis(300));
    assertThat(where()).contains(SECOND);
    int count = sentTo(FIRST).size();
    pass(Duration.ofSeconds(10));
    assertThat(sentTo(FIRST)).hasSize(count);
    answer(SECOND, "INVITE", 200);
    assertThat(user.told).containsExactly("200");
    sent.clear();
    send("OPTIONS", 0);
    assertThat(where()).as("the silent one is remembered").containsExactly(SECOND);
    answer(0, 200);
  }

  @Test
  void anInviteThatALeftServerAnswersIsCancelledThere() throws ParseException {
    send("INVITE", 0);
    pass(Duration.ofSeconds(5));
    answer(FIRST, "INVITE", 180);
    assertThat(sentTo(FIRST)).last().isEqualTo("CANCEL");
    answer(FIRST, "CANCEL", 200);
    answer(FIRST, "INVITE", 487);
    answer(SECOND, "INVITE", 200);
    assertThat(user.told).containsExactly("200");
  }

  @Test
  void aLeftServerThatAcceptsIsTheOne() throws ParseException {
    OutgoingRequest outgoing = send("INVITE", 0);
    pass(Duration.ofSeconds(5));
    answer(SECOND, "INVITE", 180);
    answer(FIRST, "INVITE", 200);
    assertThat(user.told).containsExactly("180", "200");
    assertThat(outgoing.flow().remote().getHostString()).isEqualTo("192.0.2.1");
    assertThat(sentTo(SECOND)).last().isEqualTo("CANCEL");
    answer(SECOND, "INVITE", 487);
    assertThat(user.told).containsExactly("180", "200");
  }

  @Test
  void bothAcceptAsTheBranchesOfAForkMay() throws ParseException {
    send("INVITE", 0);
    pass(Duration.ofSeconds(5));
    answer(SECOND, "INVITE", 200);
    answer(FIRST, "INVITE", 200);
    assertThat(user.told).containsExactly("200", "200");
  }

  @Test
  void aLateAnswerToAnotherRequestCountsOnce() throws ParseException {
    send("OPTIONS", 0);
    pass(Duration.ofSeconds(5));
    answer(FIRST, "OPTIONS", 100);
    answer(FIRST, "OPTIONS", 404);
    answer(SECOND, "OPTIONS", 200);
    assertThat(user.told).containsExactly("404");
  }

  @Test
  void aLateRefusalDoesNotCount() throws ParseException {
    send("INVITE", 0);
    pass(Duration.ofSeconds(5));
    answer(FIRST, "INVITE", 486);
    answer(SECOND, "INVITE", 200);
    assertThat(user.told).containsExactly("200");
  }

  @Test
  void aLargeRequestIsNotKeptWaitingByASilentConnection() throws ParseException {
    send("MESSAGE", 1300);
    pass(Duration.ofSeconds(5));
    assertThat(where()).startsWith("TCP 192.0.2.1", "UDP 192.0.2.1");
    answer(FIRST, "MESSAGE", 200);
    assertThat(user.told).containsExactly("200");
  }

  @Test
  void theLastServerHasTimeUntilTheRequestsTimeout() throws ParseException {
    send("OPTIONS", 0);
    answer(0, 503);
    pass(Duration.ofSeconds(31));
    answer(SECOND, "OPTIONS", 200);
    assertThat(user.told).containsExactly("200");
  }

  @Test
  void aTransportErrorGoesOn() throws ParseException {
    send("OPTIONS", 0);
    sent.get(0).onFailed().run();
    sent.get(0).onFailed().run();
    answer(1, 200);
    assertThat(where()).containsExactly("UDP 192.0.2.1", "UDP 192.0.2.2");
    assertThat(user.told).containsExactly("200");
  }

  @Test
  void aServerThatNoListenPointReachesIsSkipped() throws ParseException {
    unreachable.add("192.0.2.1");
    send("OPTIONS", 0);
    answer(0, 200);
    assertThat(where()).containsExactly("UDP 192.0.2.2");
  }

  /** Each server has both (RFC 3261 18). */
  @Test
  void withoutAListenPointForUdpATcpConnectionDoes() throws ParseException {
    unreachable.add("UDP 192.0.2.1");
    send("OPTIONS", 0);
    answer(0, 200);
    assertThat(where()).containsExactly("TCP 192.0.2.1");
  }

  @Test
  void nothingFoundIsATransportErrorOnce() throws ParseException {
    unreachable.addAll(List.of("192.0.2.1", "192.0.2.2"));
    send("OPTIONS", 0);
    assertThat(user.told).containsExactly("transport error");
  }

  @Test
  void aLargeRequestGoesByTcpAndByUdpIfThatIsRefused() throws ParseException {
    send("MESSAGE", 1300);
    sent.get(0).onFailed().run();
    assertThat(where()).containsExactly("TCP 192.0.2.1", "UDP 192.0.2.1");
    assertThat(sent.get(0).request().topVia().transport()).isEqualTo("TCP");
    assertThat(sent.get(1).request().topVia().transport()).isEqualTo("UDP");
    answer(1, 200);
    assertThat(user.told).containsExactly("200");
  }

  @Test
  void aRefusedLargeRequestThatUdpLosesGoesOnToTheNextServer() throws ParseException {
    send("MESSAGE", 1300);
    sent.get(0).onFailed().run();
    sent.get(1).onFailed().run();
    answer(2, 200);
    assertThat(where()).containsExactly("TCP 192.0.2.1", "UDP 192.0.2.1", "TCP 192.0.2.2");
  }

  @Test
  void aCancelledRequestTriesNoFurtherServer() throws ParseException {
    OutgoingRequest outgoing = send("INVITE", 0);
    answer(0, 180);
    outgoing.cancel("SIP;cause=200");
    outgoing.cancel();
    assertThat(sent).hasSize(2);
    assertThat(sent.get(1).request().method()).isEqualTo(Method.CANCEL);
    assertThat(sent.get(1).request().has(HeaderName.REASON)).isTrue();
    answer(1, 200);
    answer(0, 503);
    assertThat(user.told).containsExactly("180", "503");
  }

  @Test
  void whatIsCancelledBeforeItIsSentIsNotSentAndEndsAtOnce() throws ParseException {
    dns.silent = true;
    send("INVITE", 0).cancel();
    assertThat(user.told).containsExactly("timeout");
    pass(Duration.ofSeconds(6));
    assertThat(sent).isEmpty();
    assertThat(user.told).containsExactly("timeout");
  }

  /** A lost race: the next server's flow is being opened when the CANCEL comes. */
  @Test
  void whatIsCancelledBetweenServersEndsAtOnce() throws ParseException {
    OutgoingRequest outgoing = send("INVITE", 0);
    opensLater = true;
    answer(0, 503);
    outgoing.cancel();
    assertThat(user.told).containsExactly("timeout");
    opening.forEach(Runnable::run);
    assertThat(where()).containsExactly("UDP 192.0.2.1");
    assertThat(user.told).containsExactly("timeout");
    assertThat(outgoing.isCancelled()).isTrue();
  }

  @Test
  void aCancelledRequestThatCannotBeSentIsATimeout() throws ParseException {
    OutgoingRequest outgoing = send("INVITE", 0);
    outgoing.cancel();
    sent.get(0).onFailed().run();
    assertThat(where()).containsExactly("UDP 192.0.2.1");
    assertThat(user.told).containsExactly("timeout");
  }

  @Test
  void flowsOpenedLaterAreUsedAllTheSame() throws ParseException {
    opensLater = true;
    OutgoingRequest outgoing = send("OPTIONS", 0);
    assertThat(outgoing.flow()).isNull();
    opening.remove(0).run();
    assertThat(outgoing.flow().remote().getHostString()).isEqualTo("192.0.2.1");
    answer(0, 503);
    opening.remove(0).run();
    answer(1, 200);
    assertThat(where()).containsExactly("UDP 192.0.2.1", "UDP 192.0.2.2");
    assertThat(user.told).containsExactly("200");
  }

  @Test
  void silentServersAreTriedFourTimesAtMost() throws ParseException {
    for (int i = 3; i < 8; i++) {
      dns.srv("_sip._udp.example.com", 5060, "s" + i).host("s" + i, "192.0.2." + i);
    }
    send("OPTIONS", 0);
    pass(Duration.ofSeconds(500));
    assertThat(where().stream().distinct())
        .containsExactly("UDP 192.0.2.1", "UDP 192.0.2.2", "UDP 192.0.2.3", "UDP 192.0.2.4");
    assertThat(user.told).containsExactly("timeout");
  }

  @Test
  void eachAttemptIsCompletedForItsFlowAndLeavesTheRequestAlone() throws ParseException {
    SipRequest request = request("OPTIONS", 0);
    Departure departure =
        new Departure(
            null,
            (copy, flow) -> copy.add(HeaderName.of("X-To"), flow.remote().getHostString()),
            "loop");
    sender.send(request, SipUri.parse("sip:example.com"), user, departure);
    pass(Duration.ZERO);
    pass(Duration.ZERO);
    pass(Duration.ZERO);
    answer(0, 503);
    answer(1, 200);
    List<String> added =
        sent.stream()
            .flatMap(each -> each.request().headers(HeaderName.of("X-To")).stream())
            .toList();
    assertThat(added).containsExactly("192.0.2.1", "192.0.2.2");
    assertThat(sent.get(1).request().topVia().branch()).endsWith("loop");
    assertThat(request.has(HeaderName.VIA)).isFalse();
    assertThat(request.has(HeaderName.of("X-To"))).isFalse();
  }

  @Test
  void whatCannotBeCompletedIsATransportErrorOnce() throws ParseException {
    BiConsumer<SipRequest, Flow> failing =
        (copy, flow) -> {
          throw new IllegalStateException("meant to fail");
        };
    SipUri numeric = SipUri.parse("sip:192.0.2.1");
    SipRequest request = request("OPTIONS", 0);
    Departure departure = new Departure(null, failing, "");
    assertThatThrownBy(() -> sender.send(request, numeric, user, departure))
        .hasMessage("meant to fail");
    assertThat(user.told).containsExactly("transport error");
  }

  @Test
  void aFlowThatIsGivenHasNoOtherServer() throws ParseException {
    OutgoingRequest outgoing = sender.prepare(request("INVITE", 0), user, Departure.PLAIN);
    outgoing.start(new FakeFlow(Transport.TCP, new InetSocketAddress("192.0.2.1", 5060), note));
    answer(0, 503);
    assertThat(user.told).containsExactly("503");
    assertThat(blacklist.size()).isZero();
  }

  @Test
  void anAckGoesToTheFirstServerWithinReachThatHasNotFailed() throws ParseException {
    send("OPTIONS", 0);
    answer(0, 503);
    answer(1, 200);
    List<Flow> opened = new ArrayList<>();
    SipUri uri = SipUri.parse("sip:example.com");
    sender.open(uri, null, opened::add);
    pass(Duration.ofSeconds(1));
    unreachable.add("192.0.2.2");
    sender.open(uri, null, opened::add);
    pass(Duration.ofSeconds(1));
    assertThat(opened.stream().map(flow -> flow.remote().getHostString()))
        .containsExactly("192.0.2.2", "192.0.2.1");
    unreachable.add("192.0.2.1");
    sender.open(uri, null, opened::add);
    pass(Duration.ofSeconds(1));
    assertThat(opened.get(2)).isNull();
  }

  @Test
  @Tag("C-D6")
  void leavesFromTheListenPointAskedForIfItReachesTheTarget() throws ParseException {
    assertThat(sendFrom(local)).containsExactly("UDP 192.0.2.1");
    InetSocketAddress other = new InetSocketAddress("192.0.2.97", 5060);
    assertThat(sendFrom(other)).containsExactly("UDP 192.0.2.1");
  }

  private List<String> sendFrom(InetSocketAddress from) throws ParseException {
    sent.clear();
    asked.clear();
    sender.send(request("OPTIONS", 0), SipUri.parse("sip:192.0.2.1"), user, Departure.from(from));
    assertThat(asked.get(0)).isEqualTo(from);
    answer(0, 200);
    return where();
  }

  @Test
  void tooManyTransactionsFailWithoutTryingOrBlamingOtherServers() throws ParseException {
    RequestSender full =
        new RequestSender(
            new TransactionLayer(
                loop, user, TransactionSettings.DEFAULT.withClientBounds(0, 0), new Random(1)),
            hops,
            blacklist);
    full.send(request("OPTIONS", 0), SipUri.parse("sip:example.com"), user);
    pass(Duration.ofSeconds(1));
    assertThat(user.told).containsExactly("transport error");
    assertThat(sent).isEmpty();
    assertThat(blacklist.size()).isZero();
  }
}
