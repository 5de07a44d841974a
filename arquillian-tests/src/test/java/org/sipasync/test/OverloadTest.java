package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.test.rules.RulesServlet;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipPhone;

/** More calls than the bound lets in. */
@ArquillianTest
class OverloadTest extends InContainer {

  /** 200 operations of a second each may be in flight: 200 calls a second is what can be served. */
  private static final int CAPACITY = 200;

  @Deployment(testable = false)
  @TargetsContainer("payara-bounded")
  static WebArchive rules() {
    return war("rules", RulesServlet.class.getPackage());
  }

  private static Map<String, String> inside() {
    try (SipPhone phone = phone("tcp")) {
      return pairs(phone.request("OPTIONS", "inside").expect(200).body());
    }
  }

  @Test
  @Tag("A12")
  @Tag("load")
  @DisplayName("A12: at three times capacity goodput holds, the rest is shed, memory is flat")
  void overload() throws InterruptedException {
    goodput(CAPACITY / 2); // compiles the hot path
    final long heapBefore = Long.parseLong(inside().get("heapMB"));
    long atCapacity = goodput(CAPACITY);
    long overloaded = goodput(3 * CAPACITY);
    System.out.println("goodput at capacity " + atCapacity + ", at three times " + overloaded);
    assertThat(overloaded).isGreaterThanOrEqualTo(atCapacity * 8 / 10);
    assertThat(inside()).containsEntry("inFlight", "0");
    await()
        .atMost(Duration.ofSeconds(90)) // transactions and their sessions live on for 32 s
        .pollInterval(Duration.ofSeconds(5))
        .untilAsserted(
            () -> {
              Map<String, String> inside = inside();
              assertThat(Long.parseLong(inside.get("heapMB"))).isLessThan(heapBefore + 30);
              assertThat(Integer.parseInt(inside.get("lanes"))).isLessThan(50);
            });
  }

  /** Returns the calls served in ten seconds; all others were shed with 503. */
  private static long goodput(int perSecond) throws InterruptedException {
    try (Burst burst = new Burst(SIP_PORT, "flood;ms=1000")) {
      burst.place(perSecond * 10, perSecond, -1);
      burst.awaitEnd(Duration.ofMinutes(2));
      assertThat(burst.open()).isZero();
      assertThat(burst.contradicted()).isZero();
      assertThat(burst.outcomes().keySet()).isSubsetOf(200, 503);
      return burst.outcomes().getOrDefault(200, 0L);
    }
  }

  /**
   *
   *
   * <pre>
   * callers                   rules
   *   │ 200 × OPTIONS hold ───▶│ in flight
   *   │ OPTIONS bounded ──────▶│ one too many
   *   │◀── 503, Retry-After: 7 │
   * </pre>
   */
  @OverBothTransports
  @Tag("A12")
  @DisplayName("A12: at the limit a refuseWhenFull call is answered 503 with Retry-After")
  void refused(String transport) {
    try (SipPhone caller = phone(transport)) {
      Exchange last = null;
      for (int i = 0; i < CAPACITY; i++) {
        last = caller.request("OPTIONS", "hold;ms=4000");
      }
      await()
          .pollInterval(Duration.ofMillis(100))
          .until(() -> inside().get("inFlight").equals(String.valueOf(CAPACITY)));
      Exchange refused = caller.request("OPTIONS", "bounded;ms=1");
      assertThat(refused.expect(503).header("Retry-After")).isEqualTo("7");
      last.expectRetransmitting(200);
      await().until(() -> inside().get("inFlight").equals("0"));
    }
  }

  @OverBothTransports
  @Tag("L5")
  @DisplayName("L5: each launch beyond the limit is reported with -4")
  void launchesAreBounded(String transport) {
    try (SipPhone caller = phone(transport)) {
      Exchange exchange = caller.request("OPTIONS", "launches;n=" + (CAPACITY + 50));
      exchange.expect(200);
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          notes(caller, exchange.request().header("Call-ID"))
                              .lines()
                              .collect(Collectors.groupingBy(note -> note, Collectors.counting())))
                      .isEqualTo(Map.of("launched 1", (long) CAPACITY, "launched -4", 50L)));
    }
  }

  @OverBothTransports
  @Tag("A10")
  @DisplayName("A10: async without a transaction is refused if so configured")
  void refusesToWait(String transport) {
    try (SipPhone caller = phone(transport)) {
      Call call = caller.invite("hold;ms=1");
      call.expect(200);
      call.ack();
      await()
          .untilAsserted(
              () ->
                  assertThat(notes(caller, call.callId()))
                      .contains("SIPA-0013")
                      .doesNotContain("acknowledged ACK"));
      call.bye().expect(200);
    }
  }
}
