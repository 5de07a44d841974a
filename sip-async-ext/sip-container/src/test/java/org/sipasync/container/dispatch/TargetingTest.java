package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.container.session.SessionsUtil;

/** Initial requests that belong to an application session that is there (JSR 289 15.11). */
@Tag("289-15.11")
class TargetingTest {
  private final TestContainer test = new TestContainer();
  private final SipSessionsUtil util = new SessionsUtil(test.sessions, () -> test.application);
  private final List<SipServletRequest> received = new ArrayList<>();

  @AfterEach
  void close() {
    test.close();
  }

  /** Session of a call that is ringing. */
  private SipSession call() {
    test.onRequest = received::add;
    test.receive(TestContainer.request("INVITE", 1, ""));
    return received.get(0).getSession();
  }

  private SipServletRequest receive(String uri, String... headers) {
    test.receive(
        TestContainer.request("INVITE", uri, "other", 1, "", headers)
            .replace("Call-ID: call", "Call-ID: other"));
    return received.get(received.size() - 1);
  }

  private static String tag(SipSession session) {
    return session.getLocalParty().getParameter("tag");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Replaces", "Join"})
  void sessionThatIsJoinedOrReplaced(String header) {
    SipSession first = call();
    String value = "call;to-tag=" + tag(first) + ";from-tag=alice";
    SipServletRequest request = receive("sip:bob@192.0.2.1", header + ": " + value);
    SipSession second = request.getSession();
    assertThat(second).isNotSameAs(first);
    assertThat(second.getApplicationSession()).isSameAs(first.getApplicationSession());
    assertThat(util.getCorrespondingSipSession(second, header)).isSameAs(first);
    String other = header.equals("Join") ? "Replaces" : "Join";
    assertThat(util.getCorrespondingSipSession(second, other)).isNull();
    assertThat(util.getCorrespondingSipSession(second, "X")).isNull();
    assertThat(util.getCorrespondingSipSession(first, header)).isNull();
  }

  @Test
  void dialogNobodyKnowsIsNotJoined() {
    SipSession first = call();
    SipServletRequest request =
        receive("sip:bob@192.0.2.1", "Replaces: call;to-tag=no;from-tag=alice");
    assertThat(util.getCorrespondingSipSession(request.getSession(), "Replaces")).isNull();
    assertThat(request.getApplicationSession()).isNotSameAs(first.getApplicationSession());
    assertThat(util.getCorrespondingSipSession(request.getSession(), "Replaces")).isNull();
  }

  /** An own request has received no header. */
  @Test
  void sessionOfOurOwnHasNoCorrespondingOne() throws Exception {
    SipServletRequest own =
        test.factory.createRequest(
            test.factory.createApplicationSession(), "INVITE", "sip:me@h", "sip:bob@h");
    assertThat(util.getCorrespondingSipSession(own.getSession(), "Join")).isNull();
  }

  @Test
  void encodedUriLeadsBack() throws Exception {
    SipApplicationSession application = call().getApplicationSession();
    URI uri = test.factory.createSipURI("bob", "192.0.2.1");
    application.encodeURI(uri);
    SipServletRequest request = receive(uri.toString());
    assertThat(request.getApplicationSession()).isSameAs(application);
    assertThat(request.getSession()).isNotSameAs(received.get(0).getSession());
  }

  /** By a Route that carries it, as a Path or a Service-Route would. */
  @Test
  void encodedRouteLeadsBack() throws Exception {
    SipApplicationSession application = call().getApplicationSession();
    SipURI uri = test.factory.createSipURI(null, "192.0.2.1");
    uri.setLrParam(true);
    application.encodeURI(uri);
    SipServletRequest request = receive("sip:bob@example.com", "Route: <" + uri + ">");
    assertThat(request.getApplicationSession()).isSameAs(application);
  }

  @Test
  void uriOfASessionThatIsOverMakesANewOne() throws Exception {
    SipApplicationSession application = call().getApplicationSession();
    URI uri = test.factory.createSipURI("bob", "192.0.2.1");
    application.encodeURI(uri);
    application.invalidate();
    assertThat(receive(uri.toString()).getApplicationSession()).isNotSameAs(application);
    assertThatThrownBy(() -> application.encodeURI(uri)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void onlySipUrisAreEncoded() throws Exception {
    SipApplicationSession application = test.factory.createApplicationSession();
    URI tel = test.factory.createURI("tel:+49301");
    assertThatThrownBy(() -> application.encodeURI(tel))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keyLeadsToTheSameSessionUntilItEnds() {
    test.key = SipServletRequest::getMethod;
    SipApplicationSession first = call().getApplicationSession();
    assertThat(receive("sip:carol@192.0.2.1").getApplicationSession()).isSameAs(first);
    assertThat(util.getApplicationSessionByKey("INVITE", false)).isSameAs(first);
    assertThat(test.factory.createApplicationSessionByKey("INVITE")).isSameAs(first);
    first.invalidate();
    assertThat(util.getApplicationSessionByKey("INVITE", false)).isNull();
    assertThat(util.getApplicationSessionByKey("INVITE", true)).isNotSameAs(first);
  }

  /** Its last call ends while a new one is on its way to it: the new one is in time. */
  @Test
  void keyedSessionAwaitsARequest() {
    test.key = request -> "conference";
    List<SipApplicationSession> sessions = new ArrayList<>();
    test.onRequest =
        request -> {
          sessions.add(request.getApplicationSession());
          if (sessions.size() == 1) {
            test.arrive(
                TestContainer.request("INVITE", "sip:bob@192.0.2.1", "other", 1, "")
                    .replace("Call-ID: call", "Call-ID: other"));
            test.runLoop();
            test.runThreads();
          }
          request.createResponse(480).send();
        };
    test.receive(TestContainer.request("INVITE", 1, ""));
    assertThat(sessions).hasSize(2);
    assertThat(sessions.get(1)).isSameAs(sessions.get(0));
    assertThat(test.flow.take()).hasSize(2).allMatch(line -> line.startsWith("480"));
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  /** Javadoc of SipApplicationKey: the method "MUST not modify the SipServletRequest". */
  @Test
  void keyMethodMayOnlyReadTheRequest() {
    test.key =
        request -> {
          request.setExpires(1);
          return "changed";
        };
    test.receive(TestContainer.request("INVITE", 1, ""));
    assertThat(test.flow.take()).containsExactly("500 Server Internal Error INVITE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  /** A key method that returns null: a session of its own. */
  @Test
  void noKeyMakesANewSession() {
    test.key = request -> null;
    SipApplicationSession first = call().getApplicationSession();
    assertThat(receive("sip:carol@192.0.2.1").getApplicationSession()).isNotSameAs(first);
  }

  @Test
  void encodedUriGoesBeforeTheKey() throws Exception {
    SipApplicationSession application = call().getApplicationSession();
    test.key = request -> "other";
    URI uri = test.factory.createSipURI("bob", "192.0.2.1");
    application.encodeURI(uri);
    assertThat(receive(uri.toString()).getApplicationSession()).isSameAs(application);
  }
}
