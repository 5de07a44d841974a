package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.test.rules.RulesServlet;
import org.sipasync.test.sip.Burst;
import org.sipasync.test.sip.SipPhone;

/** Thousands of calls at once: races and overload. */
@ArquillianTest
class RaceTest extends InContainer {

  @Deployment(testable = false)
  static WebArchive rules() {
    return war("rules", RulesServlet.class.getPackage());
  }

  private static Map<String, String> inside() {
    try (SipPhone phone = phone("tcp")) {
      return pairs(phone.request("OPTIONS", "inside").expect(200).body());
    }
  }

  /** Compiles the hot path first, so that the racers arrive together. */
  @BeforeEach
  void warmUp() throws InterruptedException {
    try (Burst burst = new Burst(SIP_PORT, "hold;ms=20")) {
      burst.place(500, 500, -1);
      burst.awaitEnd(Duration.ofSeconds(20));
    }
  }

  /**
   *
   *
   * <pre>
   * caller                    rules
   *   │ INVITE ───────────────▶│ async(sleep 100 ms), deadline 100 ms
   *   │ CANCEL after 100 ms ──▶│ three ends at one instant
   *   │◀── 200, 504 or 487 ────│ one of them
   * </pre>
   */
  @RepeatedTest(value = 3, name = "A3 A8: 10,000 races, run {currentRepetition} of 3")
  @Tag("A3")
  @Tag("A8")
  void everyCallEndsOnce() throws InterruptedException {
    try (Burst burst = new Burst(SIP_PORT, "race;ms=100");
        SipPhone phone = phone("tcp")) {
      burst.place(10_000, 600, 100);
      burst.awaitEnd(Duration.ofSeconds(60));
      System.out.println("race outcomes: " + burst.outcomes());
      assertThat(burst.open()).as("calls without a final response").isZero();
      assertThat(burst.contradicted()).as("calls with two final responses").isZero();
      assertThat(burst.outcomes()).containsKey(487);
      assertThat(burst.outcomes().keySet()).isSubsetOf(200, 487, 504);
      assertThat(phone.request("OPTIONS", "resumed").expect(200).body())
          .as("resumed more than once")
          .endsWith(" 0");
      assertThat(inside()).containsEntry("inFlight", "0");
    }
  }

  /**
   * Capacity is 200 suspended calls of 100 ms, 2,000 a second in theory and less on this machine;
   * offered is three times what it takes to fill the bound with longer calls.
   */
  @Test
  @Tag("A12")
  @DisplayName("A12: at three times capacity goodput holds, the rest is shed, memory is flat")
  void overload() throws InterruptedException {
    long heapBefore = Long.parseLong(inside().get("heapMB"));
    // 200 in flight, 1 s each: capacity 200 calls a second
    long alone = goodput(200);
    long overloaded = goodput(600);
    System.out.println("goodput at capacity " + alone + ", at three times " + overloaded);
    assertThat(overloaded).isGreaterThanOrEqualTo(alone * 8 / 10);
    assertThat(inside()).containsEntry("inFlight", "0");
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(3))
        .untilAsserted(
            () -> {
              Map<String, String> inside = inside();
              assertThat(Long.parseLong(inside.get("heapMB"))).isLessThan(heapBefore + 40);
              assertThat(Integer.parseInt(inside.get("lanes"))).isLessThan(50);
            });
  }

  /** How many calls of ten seconds' offer were served; every other one was shed with 503. */
  private static long goodput(int perSecond) throws InterruptedException {
    try (Burst burst = new Burst(SIP_PORT, "flood;ms=1000")) {
      burst.place(perSecond * 10, perSecond, -1);
      burst.awaitEnd(Duration.ofSeconds(40));
      assertThat(burst.open()).isZero();
      assertThat(burst.contradicted()).isZero();
      assertThat(burst.outcomes().keySet()).isSubsetOf(200, 503);
      return burst.outcomes().getOrDefault(200, 0L);
    }
  }
}
