package org.sipasync.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sipasync.admin.CapturedMessage;
import org.sipasync.admin.Ladder;
import org.sipasync.admin.OperationEvent;
import org.sipasync.admin.OperationEvent.Step;
import org.sipasync.admin.OperationKind;

/** Ladders as plain text. */
class LadderTextTest {
  private static final Instant BEGIN = Instant.parse("2026-11-27T06:52:22.123456Z");

  private static CapturedMessage message(
      int micros, boolean isReceived, String remote, int port, String text) {
    CapturedMessage made = PcapFileTest.message(isReceived, "::1", remote, port, text);
    return new CapturedMessage(
        micros,
        BEGIN.plusNanos(micros * 1_000L),
        made.isReceived(),
        made.transport(),
        made.local(),
        made.remote(),
        made.startLine(),
        made.callId(),
        made.cseq(),
        made.from(),
        made.to(),
        made.content());
  }

  private static OperationEvent event(int micros, Step step, Integer returnCode) {
    return new OperationEvent(
        BEGIN.plusNanos(micros * 1_000L),
        step,
        1,
        0,
        OperationKind.SUSPENDED,
        "shop",
        "c1",
        "OPTIONS",
        "ldap",
        "credited",
        Duration.ofSeconds(5),
        returnCode,
        Duration.ofMillis(500));
  }

  @Test
  @DisplayName("Arrows, the suspension between them, a fork to the right, a retransmission")
  void diagram() {
    Ladder ladder =
        new Ladder(
            List.of(
                message(0, true, "192.0.2.7", 5070, PcapFileTest.REQUEST),
                message(100, true, "192.0.2.7", 5070, PcapFileTest.REQUEST),
                message(500_003, false, "2001:db8::9", 5060, PcapFileTest.REQUEST),
                message(600_000, true, "2001:db8::9", 5060, PcapFileTest.RESPONSE),
                message(600_000, false, "192.0.2.7", 5070, PcapFileTest.RESPONSE)),
            List.of(
                event(1, Step.STARTED, null),
                event(500_001, Step.ENDED, -3),
                event(500_002, Step.RESUMED, null)),
            true);
    String expected =
        """
        Call-ID: c1
        Older messages are missing.
        Begins at 2026-11-27 06:52:22.123456 UTC

                            192.0.2.7:5070                  sip-async                 [2001:db8::9]:5060
          +0.000000                |--------- OPTIONS ---------->|                             |                TCP
          +0.000001                |                             # OPTIONS suspended: ldap starts, to resume in credited
          +0.000100                |--------- OPTIONS ---------->|                             |                TCP, retransmission
          +0.500001                |                             # ldap returned -3 (deadline) after 500 ms
          +0.500002                |                             # route credited of shop runs
          +0.500003                |                             |--------- OPTIONS ---------->|                TCP
          +0.600000                |                             |<--------- 200 OK -----------|                TCP
          +0.600000                |<--------- 200 OK -----------|                             |                TCP
        """;
    assertThat(LadderText.of(ladder)).startsWith(expected);
    assertThat(LadderText.of(ladder))
        .contains(
            "\n--- 2026-11-27 06:52:22.723456 UTC received from [2001:db8::9]:5060 over TCP\n"
                + "SIP/2.0 200 OK\nVia: ");
  }

  @Test
  @DisplayName("Control characters and long texts of a peer")
  void hostile() {
    String text =
        "\u001b[2J" + "M".repeat(5_000) + " sip:x SIP/2.0\r\nSubject: \u202e\u0007\r\n\r\n";
    Ladder ladder = new Ladder(List.of(message(0, true, "::1", 1, text)), List.of(), false);
    assertThat(LadderText.of(ladder))
        .contains("?[2JMMM", "…")
        .doesNotContain("\u001b", "\u202e", "\u0007");
    assertThat(LadderText.of(new Ladder(List.of(), List.of(), false))).isEmpty();
  }
}
