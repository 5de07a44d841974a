package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.sipasync.test.rules.RulesServlet;
import org.sipasync.testkit.phone.SipPhone;

/** Completion, deadline and CANCEL at the same instant, thousands of times. */
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

  private static String resumedTwice() {
    try (SipPhone phone = phone("tcp")) {
      return phone.request("OPTIONS", "resumed").expect(200).body();
    }
  }

  /** Compiles the hot path first, so that the racers arrive together. */
  @BeforeEach
  void warmUp() throws InterruptedException {
    try (Burst burst = new Burst(SIP_PORT, "hold;ms=20")) {
      burst.place(500, 500, -1);
      burst.awaitEnd(Duration.ofMinutes(2));
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
    try (Burst burst = new Burst(SIP_PORT, "race;ms=100")) {
      burst.place(10_000, 600, 100);
      burst.awaitEnd(Duration.ofMinutes(2));
      System.out.println("race outcomes: " + burst.outcomes());
      assertThat(burst.open()).as("calls without a final response").isZero();
      assertThat(burst.contradicted()).as("calls with two final responses").isZero();
      assertThat(burst.outcomes()).containsOnlyKeys(200, 487, 504);
      assertThat(resumedTwice()).as("resumed more than once").endsWith(" 0");
      // The last 487 leaves a moment before its operation is let go of
      await().untilAsserted(() -> assertThat(inside()).containsEntry("inFlight", "0"));
    }
  }
}
