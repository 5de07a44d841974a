package org.sipasync.sample.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sipasync.testkit.SipResponder;
import org.sipasync.testkit.phone.Caller;

/** Counts of calls over real sockets. */
@Timeout(30)
class FiguresTest {
  private static Order order(String method, int count, int perSecond) {
    return new Order(
        Target.of("pause").orElseThrow(), method, Map.of(), "visitor", "", false, count, perSecond);
  }

  private static Figures.Snapshot place(SipResponder server, Order order) throws IOException {
    Figures figures = new Figures(order.count(), () -> 7);
    try (Caller caller = new Caller(server.address(), figures)) {
      figures.begin(System.nanoTime());
      caller.place(order.plan("127.0.0.1:5060"), order.count(), order.perSecond());
      figures.end(System.nanoTime());
    }
    return figures.snapshot();
  }

  @Test
  @DisplayName("What is lost is sent again; all calls end and are counted")
  void lost() throws IOException {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    // The first INVITE of each call; its retransmission arrives
    try (SipResponder server =
        new SipResponder(
            200,
            request -> request.method().equals("INVITE") && seen.add(request.header("Call-ID")))) {
      Figures.Snapshot figures = place(server, order("INVITE", 50, 500));
      assertThat(figures.placed()).isEqualTo(50);
      assertThat(figures.answered()).isEqualTo(50);
      assertThat(figures.failed()).isZero();
      assertThat(figures.retransmissions()).isEqualTo(50);
      assertThat(figures.waiting()).isGreaterThan(40);
      assertThat(figures.p50()).isGreaterThanOrEqualTo(500);
      assertThat(figures.p99()).isGreaterThanOrEqualTo(figures.p50());
      assertThat(figures.threads()).isEqualTo(7);
      assertThat(figures.statuses()).isEqualTo(Map.of(200, 50));
      assertThat(server.methods()).containsExactlyInAnyOrder("INVITE", "ACK", "BYE");
      Figures.Sample end = figures.samples().get(figures.samples().size() - 1);
      assertThat(end.placed()).isEqualTo(50);
      assertThat(end.answered()).isEqualTo(50);
    }
  }

  @Test
  @DisplayName("Failures are counted by their status")
  void failures() throws IOException {
    try (SipResponder server = new SipResponder(486, request -> false)) {
      Figures.Snapshot figures = place(server, order("OPTIONS", 20, 1000));
      assertThat(figures.answered()).isZero();
      assertThat(figures.failed()).isEqualTo(20);
      assertThat(figures.statuses()).isEqualTo(Map.of(486, 20));
    }
  }
}
