package org.sipasync.restcomm;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import javax.sip.message.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.restcomm.RecentRequests.Fate;

@Tag("C-A9")
@Tag("A3")
class RecentRequestsTest {
  private long now;
  private final RecentRequests recent = new RecentRequests(1_000, () -> now);

  private static Request request(String method, String branch) throws Exception {
    return request(method, branch, "127.0.0.1:5090", "call-1", 1);
  }

  private static Request request(String method, String branch, String by, String call, int cSeq)
      throws Exception {
    String text =
        """
        %s sip:bob@127.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP %s;branch=%s
        From: <sip:alice@127.0.0.1>;tag=a
        To: <sip:bob@127.0.0.1>
        Call-ID: %s
        CSeq: %d %s
        Max-Forwards: 70
        Content-Length: 0

        """
            .formatted(method, by, branch, call, cSeq, method)
            .replace("\n", "\r\n");
    return (SIPRequest)
        new StringMsgParser()
            .parseSIPMessage(text.getBytes(StandardCharsets.UTF_8), true, false, null);
  }

  @Test
  void aRepetitionMeetsTheSameFate() throws Exception {
    recent.remember(request("INVITE", "z9hG4bK1"), Fate.REFUSED);
    recent.remember(request("INVITE", "z9hG4bK2"), Fate.TAKEN_IN);

    assertThat(recent.of(request("INVITE", "z9hG4bK1"))).isEqualTo(Fate.REFUSED);
    assertThat(recent.of(request("INVITE", "z9hG4bK2"))).isEqualTo(Fate.TAKEN_IN);
    assertThat(recent.of(request("INVITE", "z9hG4bK3"))).isNull();
  }

  @Test
  void anAckBelongsToItsInvite() throws Exception {
    recent.remember(request("INVITE", "z9hG4bK1"), Fate.REFUSED);

    assertThat(recent.of(request("ACK", "z9hG4bK1"))).isEqualTo(Fate.REFUSED);
  }

  @Test
  @Tag("C-B7")
  void othersWithTheSameBranchAreNew() throws Exception {
    recent.remember(request("INVITE", "z9hG4bK1"), Fate.REFUSED);

    assertThat(recent.of(request("OPTIONS", "z9hG4bK1"))).isNull();
    assertThat(recent.of(request("INVITE", "z9hG4bK1", "127.0.0.1:5091", "call-1", 1))).isNull();
    assertThat(recent.of(request("INVITE", "z9hG4bK1", "127.0.0.1:5090", "call-2", 1))).isNull();
    assertThat(recent.of(request("INVITE", "z9hG4bK1", "127.0.0.1:5090", "call-1", 2))).isNull();
  }

  @Test
  void forgetsWhenNothingCanBeRepeatedAnyMore() throws Exception {
    Request request = request("INVITE", "z9hG4bK1");
    recent.remember(request, Fate.REFUSED);

    now += TimeUnit.SECONDS.toNanos(32) - 1;
    assertThat(recent.of(request)).isEqualTo(Fate.REFUSED);
    now += 1;
    assertThat(recent.of(request)).isNull();
    assertThat(recent.size()).isZero();
  }

  @Test
  void isBounded() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      recent.remember(request("INVITE", "z9hG4bK" + i), Fate.REFUSED);
    }

    assertThat(recent.size()).isLessThanOrEqualTo(1_000);
    assertThat(recent.of(request("INVITE", "z9hG4bK2999"))).isEqualTo(Fate.REFUSED);
  }
}
