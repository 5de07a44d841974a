package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.servlet.sip.AuthInfo;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;

/** A request of ours that is challenged goes out again in its session. */
@Tag("C-G6")
class AuthenticationTest {
  private static final HeaderName AUTHORIZATION = HeaderName.of("Authorization");

  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;

  @AfterEach
  void close() {
    test.close();
  }

  /** Sends a request; each challenge is answered with a new one in the same session. */
  private SipRequest start(String method) throws Exception {
    test.onResponse =
        response -> {
          if (response.getStatus() == 401) {
            AuthInfo info = test.factory.createAuthInfo();
            info.addAuthInfo(401, "r", "alice", "secret");
            SipServletRequest again = response.getSession().createRequest(response.getMethod());
            again.addAuthHeader(response, info);
            again.send();
          }
        };
    test.factory
        .createRequest(test.factory.createApplicationSession(), method, "sip:me@h", "sip:bob@h")
        .send();
    test.run();
    return flow.lastRequest();
  }

  private static String challenge(String nonce, String more) {
    return "WWW-Authenticate: Digest realm=\"r\", nonce=\"" + nonce + "\", qop=\"auth\"" + more;
  }

  @Test
  void challengedRequestGoesOutAgain() throws Exception {
    SipRequest first = start("MESSAGE");
    test.answer(first, 401, "them", challenge("n", ""));
    SipRequest second = flow.lastRequest();
    assertThat(second.callId()).isEqualTo(first.callId());
    assertThat(second.header(HeaderName.CSEQ)).isEqualTo("2 MESSAGE");
    assertThat(second.toTag()).isNull();
    assertThat(second.fromTag()).isEqualTo(first.fromTag());
    assertThat(second.header(AUTHORIZATION)).contains("username=\"alice\"", "nc=00000001");
    test.answer(second, 200, "them");
    assertThat(test.log).containsExactly("401 MESSAGE", "200 MESSAGE");
    assertThat(test.sessions.sipSessions()).isZero();
  }

  @Test
  void challengedInviteGetsItsAckAndGoesOutAgain() throws Exception {
    SipRequest first = start("INVITE");
    test.answer(first, 401, "them", challenge("n", ", algorithm=SHA-256"));
    assertThat(flow.lines())
        .isEqualTo(List.of("INVITE sip:bob@h", "ACK sip:bob@h", "INVITE sip:bob@h"));
    assertThat(flow.lastRequest().header(AUTHORIZATION)).contains("algorithm=SHA-256");
  }

  /**
   * Stale: the same user with the new nonce; else the credentials are wrong, and that is the end.
   */
  @Test
  void staleNonceIsReplacedAndWrongPasswordIsNotRepeated() throws Exception {
    test.answer(start("MESSAGE"), 401, "them", challenge("n1", ""));
    test.answer(flow.lastRequest(), 401, "them", challenge("n2", ", stale=true"));
    SipRequest third = flow.lastRequest();
    assertThat(third.header(AUTHORIZATION)).contains("nonce=\"n2\"", "nc=00000001");
    test.answer(third, 401, "them", challenge("n3", ""));
    assertThat(flow.lastRequest().header(HeaderName.CSEQ)).isEqualTo("3 MESSAGE");
  }
}
