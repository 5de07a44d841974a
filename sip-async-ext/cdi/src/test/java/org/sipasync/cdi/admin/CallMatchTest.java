package org.sipasync.cdi.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sipasync.admin.CallQuery;
import org.sipasync.admin.CallSummary;
import org.sipasync.admin.CapturedMessage;

/** The search for calls among captured messages. */
class CallMatchTest {
  private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 5060);

  private static CapturedMessage message(int number, String startLine, String cseq) {
    return new CapturedMessage(
        number,
        Instant.ofEpochSecond(number),
        true,
        "UDP",
        ADDRESS,
        ADDRESS,
        startLine,
        "Call-1@h",
        cseq,
        "<sip:Olga@example.com>;tag=1",
        "<sip:victor@example.com>",
        new byte[0]);
  }

  private static final CapturedMessage[] CALL = {
    message(1, "INVITE sip:+49@gw SIP/2.0", "1 INVITE"),
    message(2, "SIP/2.0 180 Ringing", "1 INVITE"),
    message(3, "CANCEL sip:+49@gw SIP/2.0", "1 CANCEL"),
    message(4, "SIP/2.0 487 Request Terminated", "1 INVITE"),
    message(5, "SIP/2.0 200 OK", "1 CANCEL"),
  };

  private static CallMatch match(CallQuery query) {
    CallMatch match = new CallMatch(CALL[0], query);
    for (CapturedMessage message : CALL) {
      match.add(message);
    }
    return match;
  }

  private static boolean finds(String callId, String user, String method, String status) {
    return match(new CallQuery(callId, user, method, status)).isFound();
  }

  @Test
  @DisplayName("Each criterion must be met by some message, whatever the case")
  void criteria() {
    assertThat(finds(null, null, null, null)).isTrue();
    assertThat(finds("call-1", "OLGA", "invite", "487")).isTrue();
    assertThat(finds(null, "victor", "CANCEL", "4XX")).isTrue();
    assertThat(finds(null, "+49", null, "180")).isTrue();
    assertThat(finds("call-2", null, null, null)).isFalse();
    assertThat(finds(null, "olga2", null, null)).isFalse();
    assertThat(finds(null, null, "BYE", null)).isFalse();
    assertThat(finds(null, null, null, "5xx")).isFalse();
    assertThat(finds(null, null, null, "486")).isFalse();
  }

  @Test
  @DisplayName("A call's status is the last one of its first method")
  void summary() {
    CallSummary call = match(CallQuery.ALL).summary();
    assertThat(call.status()).isEqualTo(487);
    assertThat(call.method()).isEqualTo("INVITE");
    assertThat(call.messages()).isEqualTo(5);
    assertThat(call.first()).isEqualTo(Instant.ofEpochSecond(1));
    assertThat(call.last()).isEqualTo(Instant.ofEpochSecond(5));
  }

  @Test
  @DisplayName("Malformed statuses and lines")
  void malformed() {
    for (String status : new String[] {"4", "700", "4x", "xxx", "2000"}) {
      assertThatThrownBy(() -> new CallQuery(null, null, null, status))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String line : new String[] {"", "SIP/2.0 ", "SIP/2.0 2x0 OK", "SIP/2.0 20", "\0"}) {
      CapturedMessage message = message(1, line, "");
      assertThat(message.status()).isZero();
      assertThat(message.method()).isNotNull();
    }
    assertThat(CapturedMessage.tagOf("\"a;tag=x\" <sip:b@h;tag=y> ; TAG=z ;q")).isEqualTo("z");
    assertThat(CapturedMessage.tagOf("sip:b@h;tag=z")).isEqualTo("z");
    assertThat(CapturedMessage.tagOf(">")).isEmpty();
  }
}
