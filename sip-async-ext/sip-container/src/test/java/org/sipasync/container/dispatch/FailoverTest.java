package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transport.Transport;

/** Servers of one name that fail: the next one is tried (RFC 3263 4.3). */
@Tag("C-D6")
class FailoverTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(33);
  private static final String CONTACT = "Contact: <sip:bob@192.0.2.2>";

  private final ProxyKit kit = new ProxyKit();
  private final TestContainer test = kit.test;
  private final TestFlow first = new TestFlow();
  private final TestFlow second = new TestFlow();
  private final List<Runnable> found = new ArrayList<>();

  FailoverTest() {
    test.servers.put("h", List.of(first, second));
  }

  @AfterEach
  void nothingIsLeft() {
    test.pass(Duration.ofSeconds(100));
    assertThat(test.sessions.sipSessions()).isZero();
    test.close();
  }

  private SipServletRequest send(String method) throws Exception {
    SipServletRequest request =
        test.factory.createRequest(
            test.factory.createApplicationSession(), method, "<sip:me@h>", "<sip:bob@h>");
    request.send();
    test.run();
    return request;
  }

  private SipServletResponse last() {
    return kit.responses.get(kit.responses.size() - 1);
  }

  @Test
  void busyServerIsLeftForTheNextOne() throws Exception {
    SipServletRequest invite = send("INVITE");
    SipRequest lost = first.lastRequest();
    test.answer(lost, 100, "x");
    test.answer(lost, 503, "x", "Retry-After: 20");
    assertThat(first.take()).containsExactly("INVITE sip:bob@h", "ACK sip:bob@h");
    SipRequest taken = second.lastRequest();
    assertThat(taken.branch()).isNotEqualTo(lost.branch());
    assertThat(taken.header(HeaderName.CSEQ)).isEqualTo(lost.header(HeaderName.CSEQ));
    assertThat(taken.header(HeaderName.FROM)).isEqualTo(lost.header(HeaderName.FROM));
    test.answer(taken, 180, "b", CONTACT);
    test.answer(taken, 200, "b", CONTACT);
    assertThat(kit.told).as("one transaction").containsExactly("180", "200");
    assertThat(last().getSession()).isSameAs(invite.getSession());
    last().createAck().send();
    test.run();
    assertThat(kit.caller.take()).containsExactly("ACK sip:bob@192.0.2.2");
    hangUp(invite);
  }

  private void hangUp(SipServletRequest invite) throws Exception {
    assertThat(invite.getSession().getState()).isEqualTo(State.CONFIRMED);
    invite.getSession().createRequest("BYE").send();
    test.run();
    test.answer(kit.caller.lastRequest(), 200, "b");
  }

  @Test
  void failedServerIsTriedLastForAWhile() throws Exception {
    send("OPTIONS");
    test.answer(first.lastRequest(), 503, "x");
    test.answer(second.lastRequest(), 200, "b");
    send("OPTIONS");
    assertThat(first.take()).hasSize(1);
    test.answer(second.lastRequest(), 503, "b");
    assertThat(first.take()).as("it is still there").hasSize(1);
    test.answer(first.lastRequestEver(), 200, "b");
    assertThat(kit.told).containsExactly("200", "200");
    test.advance(Duration.ofMinutes(6));
    send("OPTIONS");
    test.answer(first.lastRequest(), 200, "b");
    assertThat(kit.told).hasSize(3);
  }

  @Test
  void refusedConnectionIsLeftForTheNextServer() throws Exception {
    first.transport = Transport.TCP;
    send("OPTIONS");
    first.onFailed.run();
    test.run();
    test.answer(second.lastRequest(), 200, "b");
    assertThat(kit.told).containsExactly("200");
  }

  @Test
  void silentServerIsLeftAfterEightT1() throws Exception {
    for (String method : List.of("INVITE", "OPTIONS")) {
      send(method);
      test.pass(Duration.ofMillis(3_900));
      assertThat(second.lines()).isEmpty();
      test.pass(Duration.ofMillis(200));
      assertThat(kit.told).isEmpty();
      assertThat(second.take()).contains(method + " sip:bob@h");
      test.answer(second.lastRequestEver(), 486, "b");
      assertThat(kit.told).containsExactly("486");
      second.take();
      kit.told.clear();
      test.advance(Duration.ofMinutes(6));
    }
  }

  /** The server that was left accepts: its call is the one, and the other is cancelled. */
  @Test
  void serverThatWasLeftAcceptsAfterAll() throws Exception {
    SipServletRequest invite = send("INVITE");
    SipRequest slow = first.lastRequest();
    test.pass(Duration.ofSeconds(5));
    SipRequest tried = second.lastRequestEver();
    test.answer(tried, 180, "b", CONTACT);
    test.answer(slow, 200, "a", CONTACT);
    assertThat(kit.told).containsExactly("180", "200");
    assertThat(second.take()).contains("CANCEL sip:bob@h");
    test.answer(tried, 487, "b");
    last().createAck().send();
    last().getSession().createRequest("BYE").send();
    test.run();
    test.answer(kit.caller.lastRequest(), 200, "a");
    assertThat(kit.told).doesNotContain("487");
    assertThat(invite.isCommitted()).isTrue();
  }

  @Test
  void serverThatHasAnsweredIsNotLeft() throws Exception {
    send("OPTIONS");
    test.answer(first.lastRequest(), 100, "x");
    test.pass(TIMEOUT);
    assertThat(kit.told).containsExactly("408");
    assertThat(second.lines()).isEmpty();
  }

  @Test
  void failureOfTheLastServerIsToldOnce() throws Exception {
    send("INVITE");
    test.answer(first.lastRequest(), 503, "x");
    second.onFailed.run();
    test.run();
    assertThat(kit.told).containsExactly("503");
    send("INVITE");
    test.pass(TIMEOUT);
    test.pass(TIMEOUT);
    assertThat(kit.told).containsExactly("503", "408");
  }

  /** An early dialog of the first server, which then gives up. */
  @Test
  void earlyDialogOfTheFirstServerEnds() throws Exception {
    SipServletRequest invite = send("INVITE");
    test.answer(first.lastRequest(), 180, "a", CONTACT);
    assertThat(invite.getSession().getState()).isEqualTo(State.EARLY);
    test.answer(first.lastRequest(), 503, "a");
    test.answer(second.lastRequest(), 200, "b", CONTACT);
    assertThat(kit.told).containsExactly("180", "200");
    last().createAck().send();
    last().getSession().createRequest("BYE").send();
    test.run();
    test.answer(kit.caller.lastRequest(), 200, "b");
  }

  /** A lost race: the CANCEL comes while the servers are looked up. */
  @Test
  void cancelledBeforeTheServersAreFound() throws Exception {
    test.lookUps = found::add;
    SipServletRequest invite = send("INVITE");
    invite.createCancel().send();
    test.run();
    assertThat(kit.told).containsExactly("487");
    found.forEach(Runnable::run);
    test.run();
    assertThat(first.lines()).isEmpty();
    assertThat(kit.told).containsExactly("487");
  }

  @Test
  void cancelledRequestGoesToNoFurtherServer() throws Exception {
    SipServletRequest invite = send("INVITE");
    invite.createCancel().send();
    test.run();
    test.answer(first.lastRequest(), 503, "x");
    assertThat(second.lines()).isEmpty();
    assertThat(kit.told).containsExactly("503");
    send("INVITE").createCancel().send();
    test.run();
    second.onFailed.run();
    test.run();
    assertThat(kit.told).as("nobody has it").containsExactly("503", "487");
    send("INVITE").createCancel().send();
    test.pass(TIMEOUT);
    assertThat(kit.told).containsExactly("503", "487", "487");
  }

  /** The CANCEL meets the first server's 503 on the loop. */
  @Test
  void cancelBehindTheFailureGoesToTheNextServer() throws Exception {
    SipServletRequest invite = send("INVITE");
    SipRequest lost = first.lastRequest();
    test.answer(lost, 180, "a");
    test.arrive(text(lost, 503));
    SipServletRequest cancel = invite.createCancel();
    cancel.setHeader("Reason", "SIP;cause=200");
    cancel.send();
    test.run();
    assertThat(first.take()).containsExactly("INVITE sip:bob@h", "ACK sip:bob@h");
    assertThat(second.take()).containsExactly("INVITE sip:bob@h");
    SipRequest taken = second.lastRequestEver();
    test.answer(taken, 180, "b");
    assertThat(second.lastRequest().header(HeaderName.REASON)).isEqualTo("SIP;cause=200");
    assertThat(second.take()).containsExactly("CANCEL sip:bob@h");
    test.answer(taken, 487, "b");
    assertThat(kit.told).containsExactly("180", "180", "487");
  }

  private static String text(SipRequest request, int status) {
    return new String(request.answer(status, "a"));
  }

  @Test
  void branchOfAProxyGoesToTheNextServer() {
    test.servers.put("one", List.of(first, second));
    kit.callees("one").proxying(proxy -> proxy.setRecordRoute(true)).receive("INVITE");
    assertThat(first.lastRequest().headers(HeaderName.RECORD_ROUTE)).hasSize(1);
    test.answer(first.lastRequest(), 503, "x");
    SipRequest taken = second.lastRequest();
    assertThat(taken.headers(HeaderName.RECORD_ROUTE)).hasSize(1);
    assertThat(taken.headers(HeaderName.VIA)).hasSize(2);
    test.answer(taken, 404, "b");
    assertThat(kit.atCaller()).containsExactly("404 Not Found INVITE");
    assertThat(kit.told).containsExactly("404");
  }

  /** A lost race of the caller, with a branch between its servers. */
  @Test
  void callerCancelsBeforeTheServersAreFound() {
    test.lookUps = found::add;
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    test.receive(request("CANCEL", "sip:bob@192.0.2.1", "bINVITE1", 1, ""));
    assertThat(kit.atCaller()).containsExactly("200 OK CANCEL", "487 Request Terminated INVITE");
    found.forEach(Runnable::run);
    test.run();
    assertThat(kit.callee("one").lines()).isEmpty();
    assertThat(kit.atCaller()).isEmpty();
  }
}
