package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.UAMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sipasync.jsr359.SipMessage2;
import org.sipasync.jsr359.SipSession2;

/** Additions of JSR 359 to sessions and messages. */
class ActiveRequestsTest {
  private final TestContainer test = new TestContainer();
  private final List<SipServletRequest> received = new ArrayList<>();

  @AfterEach
  void close() {
    test.close();
  }

  private void receive(String... texts) {
    test.onRequest = received::add;
    for (String text : texts) {
      test.receive(text);
    }
  }

  private SipSession2 session() {
    return SipSession2.of(received.get(0).getSession());
  }

  @Test
  void receivedRequestsAreActiveUntilTheirFinalResponse() throws Exception {
    receive(request("INVITE", 1, ""));
    received.get(0).createResponse(180).send();
    test.run();
    String tag = test.flow.lastTag();
    receive(request("INFO", 2, tag));
    assertThat(session().getActiveInvite(UAMode.UAS)).isSameAs(received.get(0));
    assertThat(session().getActiveRequests(UAMode.UAS)).containsExactlyElementsOf(received);
    assertThat(session().getActiveInvite(UAMode.UAC)).isNull();
    assertThat(session().getActiveRequests(UAMode.UAC)).isEmpty();
    received.get(0).createResponse(200).send();
    test.run();
    assertThat(session().getActiveInvite(UAMode.UAS)).isNull();
    assertThat(session().getActiveRequests(UAMode.UAS)).containsExactly(received.get(1));
  }

  @Test
  void sentRequestsAreActiveUntilTheirFinalResponse() throws Exception {
    var application = test.factory.createApplicationSession();
    SipServletRequest invite =
        test.factory.createRequest(application, "INVITE", "sip:me@h", "sip:bob@h");
    SipSession2 session = SipSession2.of(invite.getSession());
    assertThat(session.getActiveInvite(UAMode.UAC)).as("not sent").isNull();
    invite.send();
    test.run();
    var sent = test.flow.lastRequest();
    test.answer(sent, 180, "b");
    assertThat(session.getActiveInvite(UAMode.UAC)).isSameAs(invite);
    assertThat(session.getActiveRequests(UAMode.UAC)).containsExactly(invite);
    assertThat(session.getActiveRequests(UAMode.UAS)).isEmpty();
    test.answer(sent, 200, "b", "Contact: <sip:bob@desk>");
    assertThat(session.getActiveInvite(UAMode.UAC)).isNull();
    session.invalidate();
    assertThatThrownBy(() -> session.getActiveRequests(UAMode.UAC))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void lists() throws Exception {
    receive(request("OPTIONS", 1, "", "X-A: 1", "X-A: 2", "P-A: <sip:a@h>;x=1, <sip:b@h>"));
    SipMessage2 options = SipMessage2.of(received.get(0));
    assertThat(options.getHeaderList("X-A")).containsExactly("1", "2");
    assertThat(options.getHeaderList("X-B")).isEmpty();
    assertThat(options.getHeaderNameList()).contains("X-A", "P-A").doesNotHaveDuplicates();
    assertThat(options.getAddressHeaderList("P-A"))
        .extracting(Address::toString)
        .containsExactly("<sip:a@h>;x=1", "<sip:b@h>");
    assertThat(options.getParameterableHeaderList("P-A").get(0).getParameter("x")).isEqualTo("1");
    assertThatThrownBy(() -> options.getHeaderList("X-A").add("3"))
        .isInstanceOf(UnsupportedOperationException.class);
    options.setAttribute("a", 1);
    session().setAttribute("b", 2);
    assertThat(options.getAttributeNameSet()).containsExactly("a");
    assertThat(session().getAttributeNameSet()).containsExactly("b");
  }

  @Test
  void foreignObjectsAreRefused() {
    assertThatThrownBy(() -> SipSession2.of((SipSession) null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SipMessage2.of(null)).isInstanceOf(IllegalArgumentException.class);
  }
}
