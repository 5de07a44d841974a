package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.SipRequest;

/** Callees that refuse, swallow, answer garbage, late or twice: one final response upstream. */
@Tag("C-D1")
class ProxyFaultsTest {
  private static final Duration STEP = Duration.ofMillis(500);

  private final ProxyKit kit = new ProxyKit();

  @AfterEach
  void close() {
    kit.close();
  }

  private void oneFinal(String line) {
    List<String> finals =
        kit.atCaller().stream().filter(each -> each.charAt(0) > '1').distinct().toList();
    assertThat(finals).containsExactly(line);
    assertThat(kit.test.sessions.sipSessions()).as("sessions").isZero();
    kit.test.pass(Duration.ofSeconds(70), Duration.ofSeconds(5));
    assertThat(kit.test.transactions()).as("transactions").isZero();
  }

  @Test
  void swallows() {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    kit.test.pass(Duration.ofSeconds(31), STEP);
    assertThat(kit.atCaller()).doesNotContain("408 Request Timeout INVITE");
    kit.test.pass(Duration.ofSeconds(2), STEP);
    oneFinal("408 Request Timeout INVITE");
  }

  @Test
  void swallowsNonInvite() {
    kit.callees("one").proxying(proxy -> {}).receive("MESSAGE");
    kit.test.pass(Duration.ofSeconds(40), STEP);
    assertThat(kit.atCaller()).as("RFC 4320 4.2").containsOnly("100 Trying MESSAGE");
    assertThat(kit.test.sessions.sipSessions()).isZero();
  }

  @Test
  void refusesWhileAnotherRings() {
    kit.callees("one", "two").proxying(proxy -> {});
    kit.callees.put("one", null);
    kit.receive("INVITE");
    kit.answer("two", 180, "b");
    assertThat(kit.atCaller()).containsExactly("180 Ringing INVITE");
    kit.answer("two", 486, "b");
    oneFinal("486 Busy Here INVITE");
  }

  @Test
  void answersTwice() {
    kit.callees("one", "two").proxying(proxy -> {}).receive("INVITE");
    SipRequest first = kit.at("one");
    kit.test.answer(first, 486, "a");
    kit.test.answer(first, 486, "a");
    kit.test.answer(first, 200, "a");
    assertThat(kit.atCaller()).as("the first counts").isEmpty();
    kit.answer("two", 404, "b");
    oneFinal("486 Busy Here INVITE");
  }

  @Test
  void answersGarbage() {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    SipRequest sent = kit.at("one");
    var response = sent.response(200);
    String text = new String(response.toBytes());
    int second = text.indexOf("Via:", text.indexOf("Via:") + 1);
    String oneVia = text.substring(0, second) + text.substring(text.indexOf('\n', second) + 1);
    kit.test.receive(oneVia);
    oneFinal("500 Server Internal Error INVITE");
  }

  @Test
  void unreadableContactGoesUpAsItIs() {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    kit.answer("one", 200, "a", "Contact: <sip:[>");
    oneFinal("200 OK INVITE");
  }

  @Test
  void acceptsLate() {
    kit.callees("one", "two")
        .proxying(
            proxy -> {
              proxy.setParallel(false);
              proxy.setProxyTimeout(3);
            })
        .receive("INVITE");
    SipRequest first = kit.at("one");
    kit.test.pass(Duration.ofSeconds(4), STEP);
    SipRequest second = kit.at("two");
    kit.answer("two", 180, "b");
    kit.test.answer(first, 200, "a");
    assertThat(kit.callee("two").take()).contains("CANCEL sip:bob@two");
    kit.test.answer(second, 487, "b");
    oneFinal("200 OK INVITE");
  }

  @Test
  void ringsAfterItsTime() {
    kit.callees("one").proxying(proxy -> proxy.setProxyTimeout(3)).receive("INVITE");
    SipRequest sent = kit.at("one");
    kit.test.pass(Duration.ofSeconds(4), STEP);
    kit.callee("one").take();
    kit.test.answer(sent, 180, "a");
    assertThat(kit.callee("one").take()).containsExactly("CANCEL sip:bob@one");
    kit.test.answer(sent, 487, "a");
    oneFinal("408 Request Timeout INVITE");
  }

  @Test
  @Tag("289-10.2")
  void timerCStartsAfreshWithEachProvisionalResponse() {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    SipRequest sent = kit.at("one");
    kit.test.answer(sent, 180, "a");
    kit.test.pass(Duration.ofSeconds(150), STEP);
    kit.test.answer(sent, 180, "a");
    kit.test.pass(Duration.ofSeconds(150), STEP);
    assertThat(kit.callee("one").take()).noneMatch(line -> line.startsWith("CANCEL"));
    kit.test.pass(Duration.ofSeconds(40), STEP);
    assertThat(kit.callee("one").take()).contains("CANCEL sip:bob@one");
    kit.test.answer(sent, 487, "a");
    assertThat(kit.atCaller()).contains("408 Request Timeout INVITE");
  }

  @Test
  void cancelledAndSilent() {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    kit.answer("one", 180, "a");
    kit.test.receive(TestContainer.request("CANCEL", "sip:bob@192.0.2.1", "bINVITE1", 1, ""));
    kit.test.pass(Duration.ofSeconds(33), STEP);
    List<String> lines = kit.atCaller();
    assertThat(lines).contains("200 OK CANCEL", "487 Request Terminated INVITE");
    assertThat(kit.test.sessions.sipSessions()).isZero();
  }

  /** A callee that redirects each target to a further one is not followed for ever. */
  @Test
  @Tag("C-D2")
  void redirectsWithoutEnd() {
    kit.callees("one").proxying(proxy -> proxy.setRecurse(true)).receive("INVITE");
    int sent = 0;
    while (kit.callee("one").lines().stream().anyMatch(line -> line.startsWith("INVITE"))) {
      SipRequest last = kit.at("one");
      kit.callee("one").take();
      sent++;
      kit.test.answer(last, 302, "a", "Contact: <sip:bob" + sent + "@one>");
      assertThat(sent).isLessThan(200);
    }
    assertThat(sent).as("the first target and 64 redirections").isEqualTo(65);
    oneFinal("302 Moved Temporarily INVITE");
  }

  /** Headers in a Contact make no new target of an old one. */
  @Test
  @Tag("C-D2")
  void redirectsToItself() {
    kit.callees("one").proxying(proxy -> proxy.setRecurse(true)).receive("INVITE");
    SipRequest first = kit.at("one");
    kit.callee("one").take();
    kit.test.answer(first, 302, "a", "Contact: <sip:bob@one?Reason=x>");
    assertThat(kit.callee("one").lines()).noneMatch(line -> line.startsWith("INVITE"));
    oneFinal("302 Moved Temporarily INVITE");
  }

  @Test
  void acceptsWithEverNewTags() {
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    SipRequest invite = kit.at("one");
    for (int i = 0; i < 100; i++) {
      kit.test.answer(invite, 200, "tag" + i, "Contact: <sip:bob@one>");
    }
    assertThat(kit.atCaller().stream().filter(line -> line.startsWith("200"))).hasSize(64);
  }
}
