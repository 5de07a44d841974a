package org.sipasync.restcomm;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.nio.charset.StandardCharsets;
import javax.sip.message.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobicents.servlet.sip.core.session.SipSessionKey;

@Tag("C-B1")
@Tag("C-B2")
class DialogsTest {
  private final Dialogs dialogs = new Dialogs();

  private static Request request(String method, String fromTag, String toTag) throws Exception {
    String text =
        """
        %s sip:bob@127.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:5090;branch=z9hG4bK1
        From: <sip:alice@127.0.0.1>;tag=%s
        To: <sip:bob@127.0.0.1>%s
        Call-ID: call-1
        CSeq: 2 %s
        Max-Forwards: 70
        Content-Length: 0

        """
            .formatted(method, fromTag, toTag == null ? "" : ";tag=" + toTag, method)
            .replace("\n", "\r\n");
    return (SIPRequest)
        new StringMsgParser()
            .parseSIPMessage(text.getBytes(StandardCharsets.UTF_8), true, false, null);
  }

  private static SipSessionKey session(String fromTag, String toTag) {
    return new SipSessionKey(fromTag, toTag, "call-1", "sas-1", "app");
  }

  @Test
  void bothSidesOfADialogAreKnown() throws Exception {
    dialogs.add(session("caller", "callee"), () -> false);

    assertThat(dialogs.lacks(request("BYE", "caller", "callee"))).isFalse();
    assertThat(dialogs.lacks(request("BYE", "callee", "caller"))).isFalse();
  }

  @Test
  void anEarlyDialogIsKnownByItsCaller() throws Exception {
    dialogs.add(session("caller", null), () -> false);

    assertThat(dialogs.lacks(request("PRACK", "caller", "early"))).isFalse();
    assertThat(dialogs.lacks(request("UPDATE", "callee", "caller"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BYE", "INFO", "ACK", "INVITE", "OPTIONS", "NOTIFY", "REFER", "MESSAGE"})
  void tagsOfNoDialogAreNotKnown(String method) throws Exception {
    dialogs.add(session("caller", "callee"), () -> false);

    assertThat(dialogs.lacks(request(method, "caller", "other"))).isTrue();
    assertThat(dialogs.lacks(request(method, "other", "callee"))).isTrue();
    assertThat(dialogs.lacks(request(method, "other", "another"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BYE", "ACK", "INFO", "PRACK", "UPDATE"})
  void methodsOfDialogsNeedATag(String method) throws Exception {
    assertThat(dialogs.lacks(request(method, "caller", null))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INVITE", "OPTIONS", "NOTIFY", "REFER", "MESSAGE", "SUBSCRIBE"})
  void requestsWithoutAToTagBeginSomething(String method) throws Exception {
    assertThat(dialogs.lacks(request(method, "caller", null))).isFalse();
  }

  @Test
  void eachCalleeOfAProxiedCallHasADialog() throws Exception {
    dialogs.add(session("caller", "callee"), () -> true);

    assertThat(dialogs.lacks(request("ACK", "caller", "another-callee"))).isFalse();
    assertThat(dialogs.lacks(request("ACK", "other", "another-callee"))).isTrue();
  }

  @Test
  void anEndedDialogIsForgotten() throws Exception {
    dialogs.add(session("caller", "callee"), () -> false);
    dialogs.remove(session("caller", "callee"));

    assertThat(dialogs.lacks(request("BYE", "caller", "callee"))).isTrue();
  }
}
