package org.sipasync.testkit.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sipasync.testkit.SipResponder;

/** The caller over real sockets. */
@Timeout(30)
class CallerTest {
  private static final Predicate<SipMessage> NOTHING = request -> false;

  /** Keeps how calls ended. */
  private static final class Ends implements CallListener {
    final Map<Integer, Integer> statuses = new TreeMap<>();
    final List<PlacedCall> ended = new ArrayList<>();
    int placed;

    @Override
    public void placed(PlacedCall call) {
      placed++;
    }

    @Override
    public void settled(PlacedCall call) {
      statuses.merge(call.status(), 1, Integer::sum);
    }

    @Override
    public void ended(PlacedCall call) {
      ended.add(call);
    }
  }

  private static Ends place(SipResponder server, String method, int count, int perSecond)
      throws IOException {
    Ends ends = new Ends();
    try (Caller caller = new Caller(server.address(), ends)) {
      caller.place(CallPlan.of(method, "sip:pause@127.0.0.1"), count, perSecond);
    }
    return ends;
  }

  @Test
  @DisplayName("What is lost is sent again; all calls end, each once")
  void lost() throws IOException {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    // The first INVITE of each call; its retransmission arrives
    Predicate<SipMessage> first =
        request -> request.method().equals("INVITE") && seen.add(request.header("Call-ID"));
    try (SipResponder server = new SipResponder(200, first)) {
      Ends ends = place(server, "INVITE", 50, 500);
      assertThat(ends.placed).isEqualTo(50);
      assertThat(ends.statuses).isEqualTo(Map.of(200, 50));
      assertThat(ends.ended)
          .hasSize(50)
          .doesNotHaveDuplicates()
          .allMatch(PlacedCall::hasSucceeded)
          .allMatch(call -> call.retransmissions() >= 1)
          .allMatch(call -> call.nanosToAnswer() >= ClientTransaction.T1);
      assertThat(server.methods()).containsExactlyInAnyOrder("INVITE", "ACK", "BYE");
    }
  }

  @Test
  @DisplayName("Failures end with their status")
  void failures() throws IOException {
    try (SipResponder server = new SipResponder(486, NOTHING)) {
      Ends ends = place(server, "OPTIONS", 20, 1000);
      assertThat(ends.statuses).isEqualTo(Map.of(486, 20));
      assertThat(ends.ended).hasSize(20).noneMatch(PlacedCall::hasSucceeded);
    }
  }

  @Test
  @DisplayName("Calls go out at the rate, not at once")
  void rate() throws IOException {
    try (SipResponder server = new SipResponder(200, NOTHING)) {
      long begin = System.nanoTime();
      place(server, "OPTIONS", 21, 50);
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }
  }

  @Test
  @DisplayName("An interrupt ends it, though nobody answers")
  void interrupted() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    Predicate<SipMessage> all =
        request -> {
          waits.countDown();
          return true;
        };
    try (SipResponder server = new SipResponder(200, all)) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  place(server, "OPTIONS", 1, 1);
                } catch (IOException closedByTheInterrupt) {
                  // that is an end, too
                }
              });
      thread.start();
      assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
      thread.interrupt();
      thread.join(20_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  @DisplayName("More calls than it can remember are refused before the first")
  void bounded() throws IOException {
    try (SipResponder server = new SipResponder(200, NOTHING)) {
      assertThatThrownBy(() -> place(server, "OPTIONS", Caller.MAX_CALLS + 1, 1000))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(server.methods()).isEmpty();
    }
  }
}
