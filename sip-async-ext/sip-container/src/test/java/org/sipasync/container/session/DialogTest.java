package org.sipasync.container.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.Uri;

/** RFC 3261 12. */
class DialogTest {
  private static SipRequest invite(String... headers) throws ParseException {
    String text =
        "INVITE sip:bob@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n"
            + "From: <sip:a@h>;tag=a\r\nTo: <sip:bob@h>\r\nCall-ID: 1\r\nCSeq: 7 INVITE\r\n"
            + "Contact: <sip:a@phone>\r\n"
            + String.join("", headers)
            + "\r\n";
    return (SipRequest) SipParser.parse(text.getBytes());
  }

  @Test
  void uasTakesTagsTargetAndRoutesFromTheRequest() throws ParseException {
    Dialog dialog = Dialog.asUas(invite("Record-Route: <sip:p1;lr>, <sip:p2;lr>\r\n"), "mine");
    SipRequest bye = dialog.request(Method.BYE);
    assertThat(bye.startLine()).isEqualTo("BYE sip:a@phone SIP/2.0");
    assertThat(bye.headers(HeaderName.ROUTE)).containsExactly("<sip:p1;lr>", "<sip:p2;lr>");
    assertThat(bye.header(HeaderName.FROM)).isEqualTo("<sip:bob@h>;tag=mine");
    assertThat(bye.header(HeaderName.TO)).isEqualTo("<sip:a@h>;tag=a");
    assertThat(bye.header(HeaderName.CSEQ)).isEqualTo("1 BYE");
    assertThat(dialog.request(Method.INFO).header(HeaderName.CSEQ)).isEqualTo("2 INFO");
  }

  @Test
  void uacTakesThemFromTheResponseInReverse() throws ParseException {
    Dialog dialog =
        Dialog.asUac("1", NameAddr.parse("<sip:me@h>;tag=m"), NameAddr.parse("<sip:bob@h>"));
    assertThat(dialog.request(Method.INVITE).startLine()).isEqualTo("INVITE sip:bob@h SIP/2.0");
    SipResponse ok = invite("Record-Route: <sip:p1;lr>, <sip:p2;lr>\r\n").response(200);
    ok.toTag("theirs");
    ok.set(HeaderName.CONTACT, "<sip:bob@desk>");
    dialog.establish(ok);
    SipRequest ack = dialog.request(Method.ACK, 1);
    assertThat(ack.startLine()).isEqualTo("ACK sip:bob@desk SIP/2.0");
    assertThat(ack.headers(HeaderName.ROUTE)).containsExactly("<sip:p2;lr>", "<sip:p1;lr>");
    assertThat(ack.header(HeaderName.TO)).isEqualTo("<sip:bob@h>;tag=theirs");
    assertThat(ack.header(HeaderName.CSEQ)).isEqualTo("1 ACK");
    assertThat(dialog.remoteTag()).isEqualTo("theirs");
    Dialog fork = dialog.fork();
    assertThat(fork.remoteTag()).isNull();
    assertThat(fork.request(Method.ACK).header(HeaderName.CSEQ)).isEqualTo("2 ACK");
    dialog.reset("sip:bob@there");
    assertThat(dialog.remoteTag()).isNull();
    assertThat(dialog.request(Method.INVITE).startLine()).isEqualTo("INVITE sip:bob@there SIP/2.0");
    assertThat(dialog.routeSet()).isEmpty();
  }

  @Test
  void strictFirstRouteBecomesTheRequestUri() throws ParseException {
    Dialog dialog = Dialog.asUas(invite("Record-Route: <sip:p1>, <sip:p2;lr>\r\n"), "mine");
    SipRequest bye = dialog.request(Method.BYE);
    assertThat(bye.startLine()).isEqualTo("BYE sip:p1 SIP/2.0");
    assertThat(bye.headers(HeaderName.ROUTE)).containsExactly("<sip:p2;lr>", "<sip:a@phone>");
  }

  @Test
  void lateRequestIsFoundAndTheTargetIsRefreshed() throws ParseException {
    Dialog dialog = Dialog.asUas(invite(), "mine");
    assertThat(dialog.acceptCSeq(6)).isFalse();
    assertThat(dialog.acceptCSeq(9)).isTrue();
    assertThat(dialog.acceptCSeq(8)).isFalse();
    SipRequest update = new SipRequest(Method.UPDATE, Uri.parse("sip:x@h"));
    update.set(HeaderName.CONTACT, "<sip:a@car?Subject=x>");
    dialog.refreshTarget(update);
    assertThat(dialog.request(Method.BYE).startLine()).isEqualTo("BYE sip:a@car SIP/2.0");
  }
}
