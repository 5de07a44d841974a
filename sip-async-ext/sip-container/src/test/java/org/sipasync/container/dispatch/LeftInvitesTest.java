package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;

/** INVITEs of ours whose session has ended. */
@Tag("A15")
class LeftInvitesTest {
  private static final String CONTACT = "Contact: <sip:bob@desk>";

  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final List<SipServletResponse> responses = new ArrayList<>();
  private final SipApplicationSession application = test.factory.createApplicationSession();
  private SipSession session;

  @AfterEach
  void close() {
    test.close();
  }

  private SipRequest invite() throws Exception {
    test.onResponse = responses::add;
    SipServletRequest request =
        test.factory.createRequest(application, "INVITE", "sip:me@h", "sip:bob@h");
    session = request.getSession();
    return send(request);
  }

  private SipRequest send(SipServletRequest request) throws Exception {
    request.send();
    test.run();
    SipRequest sent = flow.lastRequest();
    flow.take();
    return sent;
  }

  private void invalidate(SipSession over) {
    over.invalidate();
    test.run();
  }

  @Test
  void ringingInviteIsCancelled() throws Exception {
    SipRequest invite = invite();
    test.answer(invite, 180, "b", CONTACT);
    invalidate(session);
    SipRequest cancel = flow.lastRequest();
    assertThat(flow.take()).containsExactly("CANCEL sip:bob@h");
    test.answer(cancel, 200, "b");
    test.answer(invite, 487, "b");
    assertThat(flow.take()).containsExactly("ACK sip:bob@h");
    assertThat(test.log).containsExactly("180 INVITE");
    assertThat(test.sessions.sipSessions()).isZero();
  }

  @Test
  void inviteOfAnEndedApplicationSessionIsCancelledAtItsFirstProvisional() throws Exception {
    SipRequest invite = invite();
    application.invalidate();
    test.run();
    assertThat(flow.take()).isEmpty();
    test.answer(invite, 180, "b", CONTACT);
    assertThat(flow.take()).containsExactly("CANCEL sip:bob@h");
    assertThat(test.log).isEmpty();
    assertThat(test.sessions.sipSessions()).as("nothing is registered again").isZero();
  }

  @Test
  void onlyInvitesAreCancelled() throws Exception {
    send(test.factory.createRequest(application, "OPTIONS", "sip:me@h", "sip:bob@h"));
    application.invalidate();
    test.run();
    assertThat(flow.take()).isEmpty();
  }

  @Test
  void okThatCrossesTheCancelIsAcknowledgedAndHungUp() throws Exception {
    SipRequest invite = invite();
    test.answer(invite, 180, "b", CONTACT);
    application.invalidate();
    test.run();
    flow.take();
    test.answer(invite, 200, "b", CONTACT, "Record-Route: <sip:p1;lr>");
    SipRequest bye = flow.lastRequest();
    assertThat(flow.take()).containsExactly("ACK sip:bob@desk", "BYE sip:bob@desk");
    assertThat(bye.toTag()).isEqualTo("b");
    assertThat(bye.header(HeaderName.CSEQ)).isEqualTo("2 BYE");
    assertThat(bye.headers(HeaderName.ROUTE)).containsExactly("<sip:p1;lr>");
    test.answer(bye, 200, "b");
    test.answer(invite, 200, "b", CONTACT);
    assertThat(flow.take()).as("again for its repetition").containsExactly("ACK sip:bob@desk");
    test.answer(invite, 200, "c", "Contact: <sip:bob@car>");
    assertThat(flow.take()).as("a fork").containsExactly("ACK sip:bob@car", "BYE sip:bob@car");
    assertThat(test.log).containsExactly("180 INVITE");
    assertThat(test.sessions.sipSessions()).isZero();
  }

  @Test
  void repeatedOkOfAnEndedCallIsOnlyAcknowledged() throws Exception {
    SipRequest invite = invite();
    test.answer(invite, 200, "b", CONTACT);
    send(responses.get(0).createAck());
    SipRequest bye = send(session.createRequest("BYE"));
    test.answer(bye, 200, "b");
    assertThat(session.isValid()).isFalse();
    test.answer(invite, 200, "b", CONTACT);
    assertThat(flow.take()).containsExactly("ACK sip:bob@desk");
  }

  @Test
  void acceptedCallThatTheApplicationNeverAcknowledgedIsHungUp() throws Exception {
    SipRequest invite = invite();
    test.answer(invite, 200, "b", CONTACT);
    invalidate(session);
    assertThat(flow.take()).isEmpty();
    test.answer(invite, 200, "b", CONTACT);
    assertThat(flow.take()).containsExactly("ACK sip:bob@desk", "BYE sip:bob@desk");
    test.answer(invite, 200, "b", CONTACT);
    assertThat(flow.take()).containsExactly("ACK sip:bob@desk");
  }

  @Test
  void forksOfAnEndedSessionGetTheirEnd() throws Exception {
    SipRequest invite = invite();
    test.answer(invite, 180, "one", CONTACT);
    test.answer(invite, 180, "two", CONTACT);
    SipSession two = responses.get(1).getSession();
    invalidate(session);
    test.answer(invite, 180, "three", CONTACT);
    assertThat(test.sessions.sipSessions()).isEqualTo(1);
    test.answer(invite, 487, "two");
    assertThat(test.log).containsExactly("180 INVITE", "180 INVITE", "487 INVITE");
    assertThat(responses.get(2).getSession()).isSameAs(two);
    assertThat(application.isValid()).isFalse();
  }

  @Test
  void okToAReInviteOfAnEndedSessionIsHungUp() throws Exception {
    SipRequest invite = invite();
    test.answer(invite, 200, "b", CONTACT, "Record-Route: <sip:p1;lr>");
    send(responses.get(0).createAck());
    SipRequest again = send(session.createRequest("INVITE"));
    invalidate(session);
    test.answer(again, 200, "b", CONTACT);
    SipRequest bye = flow.lastRequest();
    assertThat(flow.take()).containsExactly("ACK sip:bob@desk", "BYE sip:bob@desk");
    assertThat(bye.headers(HeaderName.ROUTE)).containsExactly("<sip:p1;lr>");
  }
}
