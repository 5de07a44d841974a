package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.SipRequest;

/** Time that a proxy gives its branches: the application's, sip.xml's, and Timer C. */
@Tag("289-10.2.3")
class ProxyTimeoutsTest {
  private static final Duration STEP = Duration.ofMillis(500);

  private ProxyKit kit = new ProxyKit();

  @AfterEach
  void close() {
    kit.close();
  }

  private void withDefault(int seconds) {
    kit.close();
    kit = new ProxyKit(seconds);
  }

  private void pass(int seconds) {
    kit.test.pass(Duration.ofSeconds(seconds), STEP);
  }

  private boolean isCancelled(String host) {
    return kit.callee(host).take().contains("CANCEL sip:bob@" + host);
  }

  @Test
  void defaultOfTheApplication() {
    withDefault(20);
    kit.callees("one").proxying(proxy -> {}).receive("INVITE");
    assertThat(kit.proxy.getProxyTimeout()).isEqualTo(20);
    SipRequest sent = kit.at("one");
    kit.answer("one", 180, "a");
    pass(18);
    assertThat(isCancelled("one")).isFalse();
    pass(4);
    assertThat(isCancelled("one")).isTrue();
    kit.test.answer(sent, 487, "a");
    assertThat(kit.atCaller()).contains("408 Request Timeout INVITE");
  }

  @Test
  void defaultOfASequentialSearch() {
    withDefault(20);
    kit.callees("one", "two").proxying(proxy -> proxy.setParallel(false)).receive("INVITE");
    pass(21);
    assertThat(kit.callee("two").take()).contains("INVITE sip:bob@two");
  }

  @Test
  void applicationGoesBeforeTheDefault() {
    withDefault(20);
    kit.callees("one").proxying(proxy -> proxy.setProxyTimeout(40)).receive("INVITE");
    kit.answer("one", 180, "a");
    pass(38);
    assertThat(isCancelled("one")).isFalse();
    pass(4);
    assertThat(isCancelled("one")).isTrue();
  }

  @Test
  @SuppressWarnings("deprecation")
  void sequentialSearchTimeoutGoesBeforeTheDefault() {
    withDefault(20);
    kit.callees("one").proxying(proxy -> proxy.setSequentialSearchTimeout(40)).receive("INVITE");
    assertThat(kit.proxy.getProxyTimeout()).isEqualTo(40);
    assertThat(kit.proxy.getSequentialSearchTimeout()).isEqualTo(40);
  }

  /** Or the caller would have given up before its turn comes. */
  @Test
  void nonInviteGoesOnToTheNextTarget() {
    kit.callees("one", "two")
        .proxying(
            proxy -> {
              proxy.setParallel(false);
              proxy.setProxyTimeout(3);
            })
        .receive("MESSAGE");
    SipRequest first = kit.at("one");
    pass(4);
    SipRequest second = kit.at("two");
    assertThat(kit.told).containsExactly("branch 408");
    kit.test.answer(first, 200, "a");
    assertThat(kit.atCaller()).as("too late").doesNotContain("200 OK MESSAGE");
    kit.test.answer(second, 202, "b");
    assertThat(kit.atCaller()).containsExactly("202 Accepted MESSAGE");
    assertThat(kit.callee("one").take()).as("no CANCEL").allMatch("MESSAGE sip:bob@one"::equals);
  }

  @Test
  void nonInviteHasABranchTimeout() {
    kit.callees("one", "two");
    kit.test.onRequest =
        received -> {
          kit.proxy = received.getProxy();
          var branches = kit.proxy.createProxyBranches(kit.uris());
          branches.get(0).setProxyBranchTimeout(2);
          kit.proxy.startProxy();
        };
    kit.receive("MESSAGE");
    pass(3);
    assertThat(kit.told).containsExactly("branch 408");
    kit.answer("two", 404, "b");
    assertThat(kit.atCaller()).containsExactly("404 Not Found MESSAGE");
  }

  /** RFC 4320 4.2: a 408 tells the sender nothing that it does not find out itself. */
  @Test
  void nonInviteThatNobodyAnswers() {
    kit.callees("one").proxying(proxy -> proxy.setProxyTimeout(3)).receive("MESSAGE");
    pass(4);
    assertThat(kit.told).containsExactly("408");
    assertThat(kit.test.sessions.sipSessions()).isZero();
    pass(40);
    assertThat(kit.atCaller()).noneMatch(line -> line.startsWith("408"));
  }

  /** Neither Timer C nor the limit of what the server itself calls ends it before. */
  @Test
  void longerThanTimerC() {
    kit.callees("one").proxying(proxy -> proxy.setProxyTimeout(300)).receive("INVITE");
    ringsFor300Seconds();
  }

  @Test
  void sequentialBranchLongerThanTimerC() {
    kit.callees("one")
        .proxying(
            proxy -> {
              proxy.setParallel(false);
              proxy.setProxyTimeout(300);
            })
        .receive("INVITE");
    ringsFor300Seconds();
  }

  private void ringsFor300Seconds() {
    SipRequest sent = kit.at("one");
    kit.answer("one", 180, "a");
    pass(298);
    assertThat(isCancelled("one")).isFalse();
    pass(4);
    assertThat(isCancelled("one")).isTrue();
    kit.test.answer(sent, 487, "a");
    assertThat(kit.atCaller()).contains("408 Request Timeout INVITE");
  }
}
