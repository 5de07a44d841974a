package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.app.OneServlet;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipPhone;

/** A server whose transactions are bounded to a few. */
class BoundsTest extends InContainer {
  private static final int BOUND = 20;

  /** Answered requests that count as one. */
  private static final int ANSWERED = 4;

  @TempDir Path directory;

  /**
   *
   *
   * <pre>
   * caller                    one (sip.max-transactions=20)
   *   │ OPTIONS, 70 times ────▶│ answered, and kept for 32 s: four count as one
   *   │◀────────── 200 to each │
   *   │ OPTIONS, INVITE ──────▶│ without a transaction
   *   │◀── 503, Retry-After: 5 │
   *   │ the same again ───────▶│ dropped
   *   │ ACK ──────────────────▶│ dropped
   *   │ 33 s later: OPTIONS ──▶│
   *   │◀────────────────── 200 │
   * </pre>
   */
  @Test
  @Tag("C-A9")
  @Tag("A12")
  @DisplayName("C-A9: beyond the limit of transactions, one 503 per request and no ghost calls")
  void transactions() throws Exception {
    Path war = directory.resolve("one.war");
    war("one", OneServlet.class.getPackage()).as(ZipExporter.class).exportTo(war.toFile(), true);
    try (MicroServer server =
            new MicroServer(directory.resolve("log"), war, "-Dsip.max-transactions=" + BOUND);
        SipPhone phone = phone("udp")) {
      int served = 0;
      Exchange refused = phone.request("OPTIONS", "pause;ms=1");
      while (refused.expectFinal().status() == 200) {
        served++;
        refused = phone.request("OPTIONS", "pause;ms=1");
      }
      int room = ANSWERED * BOUND;
      assertThat(served).isBetween(room - room / 4, room); // an eighth is kept for BYE
      assertThat(refused.expect(503).header("Retry-After")).isEqualTo("5");
      Call call = phone.invite("pause;ms=1");
      call.ackFailure(503);
      for (int i = 0; i < 5; i++) {
        refused.retransmit();
        call.invite().retransmit();
      }
      server.awaitLog(
          "SIPA-0303: 1 requests were refused: the limit of 20 transactions is reached");
      org.awaitility.Awaitility.await()
          .pollInterval(Duration.ofSeconds(3))
          .until(() -> phone.request("OPTIONS", "pause;ms=1").expectFinal().status() == 200);
      assertThat(refused.finals()).containsExactly(503);
      assertThat(call.invite().finals()).containsExactly(503);
    }
  }

  /**
   *
   *
   * <pre>
   * callers                       sample (one thread, sip.max-wait=1000)
   *   │ OPTIONS, five times ──────▶│ one blocks the thread for 4 s, the others wait for it
   *   │ OPTIONS each second ──────▶│ at last without a transaction
   *   │◀─────────────────────  503 │
   *   │◀─── 200 to the first,  503 │ to the last: it has waited for longer than 2 s
   *   │ OPTIONS ──────────────────▶│
   *   │◀────────────────────── 200 │
   * </pre>
   */
  @Test
  @Tag("C-A9")
  @DisplayName("C-A9: while others wait too long for a thread, new requests are refused")
  void waitingForAThread() throws Exception {
    try (MicroServer server =
            new MicroServer(
                directory.resolve("log"),
                Path.of(System.getProperty("sample.war")),
                "-Dsip.threads=1",
                "-Dsip.max-wait=1000");
        SipPhone phone = phone("udp")) {
      Exchange last = null;
      for (int i = 0; i < 5; i++) {
        last = phone.request("OPTIONS", "pause;ms=4000;mode=blocking");
      }
      Exchange waits = last;
      List<Exchange> later = new ArrayList<>();
      org.awaitility.Awaitility.await()
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                later.add(phone.request("OPTIONS", "pause;ms=0;mode=blocking"));
                return later.stream().anyMatch(request -> request.finals().contains(503))
                    || !waits.finals().isEmpty();
              });
      assertThat(later)
          .anySatisfy(
              request -> assertThat(request.expect(503).header("Retry-After")).isEqualTo("5"));
      server.awaitLog(
          "SIPA-0303: 1 requests were refused: others wait longer than sip.max-wait, 80 % are taken");
      waits.expectRetransmitting(503);
      org.awaitility.Awaitility.await()
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () ->
                  phone.request("OPTIONS", "pause;ms=0;mode=blocking").expectFinal().status()
                      == 200);
    }
  }
}
