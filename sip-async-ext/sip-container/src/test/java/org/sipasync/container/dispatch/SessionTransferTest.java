package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import javax.servlet.sip.SipSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sipasync.container.message.RefreshTerms;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.ApplicationTimers;
import org.sipasync.container.session.Lane;
import org.sipasync.container.session.SessionKeeper;
import org.sipasync.container.session.SessionSnapshot;
import org.sipasync.container.session.SessionTransfer;
import org.sipasync.container.session.SessionValues;
import org.sipasync.sip.message.HeaderName;

/** Sessions of one container that go on in another: here, what a node's heir does. */
class SessionTransferTest {
  private final TestContainer dead = new TestContainer();
  private final TestContainer heir = new TestContainer();
  private final SessionTransfer writer = new SessionTransfer(dead.agents(), new Texts());
  private final SessionTransfer reader = new SessionTransfer(heir.agents(), new Texts());
  private AppSession session;
  private AppSession restored;
  private SipSession there;

  /** Values that are texts. */
  private static final class Texts implements SessionValues {
    @Override
    public byte[] write(Iterable<String> names, Function<String, Object> values) {
      StringBuilder text = new StringBuilder();
      names.forEach(name -> text.append(name).append('=').append(values.apply(name)).append(' '));
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] write(String name, Object value) {
      return String.valueOf(value).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, Object> readAll(byte[] bytes, AppSession owner) {
      Map<String, Object> all = new HashMap<>();
      for (String each : new String(bytes, StandardCharsets.UTF_8).split(" ")) {
        if (each.contains("=")) {
          all.put(each.split("=")[0], each.split("=")[1]);
        }
      }
      return all;
    }

    @Override
    public Serializable read(byte[] bytes, AppSession owner) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  @BeforeEach
  void call() {
    dead.onRequest =
        request -> {
          session = (AppSession) request.getApplicationSession();
          session.setAttribute("asked", request.getMethod());
          request.getSession().setAttribute("number", "7");
          if (request.getMethod().equals("INVITE")) {
            request.createResponse(200).send();
          }
        };
    heir.onRequest =
        request -> {
          there = request.getSession();
          if (!request.getMethod().equals("ACK")) {
            request.createResponse(200).send();
          }
        };
    dead.receive(request("INVITE", 1, "", "Record-Route: <sip:proxy@192.0.2.9;lr>", "X: y"));
  }

  @AfterEach
  void close() {
    dead.close();
    heir.close();
  }

  private String tag() {
    return dead.flow.lastTag();
  }

  private void acknowledge() {
    dead.receive(request("ACK", 1, tag()));
  }

  private void moveOn(long shift) throws IOException {
    SessionSnapshot snapshot = SessionSnapshot.decode(writer.snapshot(session).encode());
    Lane lane = heir.sessions.lanes().create();
    lane.execute(
        () -> restored = reader.restore(heir.sessions, heir.application, lane, snapshot, shift));
    heir.run();
  }

  @Test
  void aConfirmedDialogIsWorthIt() {
    assertThat(writer.isWorthIt(session)).isTrue();
    assertThat(writer.snapshot(session).sipSessions()).hasSize(1);
    assertThat(writer.snapshot(session).encode()).isEqualTo(writer.snapshot(session).encode());
  }

  @Test
  void byeIsHandledByTheHeir() throws IOException {
    String tag = tag();
    acknowledge();
    moveOn(0);
    heir.receive(request("BYE", 2, tag));
    assertThat(heir.log).containsExactly("BYE");
    assertThat(heir.flow.lastResponse().status()).isEqualTo(200);
    assertThat(heir.sessions.applicationSessions()).isZero();
  }

  @Test
  void attributesAndIdsAreThere() throws IOException {
    String tag = tag();
    String sipSession = ((SipSession) session.getSessions("SIP").next()).getId();
    moveOn(0);
    heir.receive(request("INFO", 2, tag));
    assertThat(there.getId()).isEqualTo(sipSession);
    assertThat(there.getAttribute("number")).isEqualTo("7");
    assertThat(there.getApplicationSession().getId()).isEqualTo(session.getId());
    assertThat(there.getApplicationSession().getAttribute("asked")).isEqualTo("INVITE");
    assertThat(heir.sessions.byId(heir.application, session.getId())).isSameAs(restored);
  }

  @Test
  void reInviteIsAnsweredAndRefreshesTheTarget() throws IOException {
    String tag = tag();
    acknowledge();
    moveOn(0);
    heir.receive(
        request("INVITE", 2, tag).replace("<sip:alice@192.0.2.2>\r\n", "<sip:new@192.0.2.2>\r\n"));
    assertThat(heir.flow.lastResponse().status()).isEqualTo(200);
    heir.receive(request("ACK", 2, tag));
    there.createRequest("INFO").send();
    heir.run();
    assertThat(heir.flow.lastRequest().uriText()).isEqualTo("sip:new@192.0.2.2");
    assertThat(heir.flow.lastRequest().header(HeaderName.ROUTE)).contains("192.0.2.9");
  }

  @Test
  void anOldNumberIsRefused() throws IOException {
    String tag = tag();
    acknowledge();
    dead.receive(request("INFO", 9, tag));
    moveOn(0);
    heir.receive(request("INFO", 8, tag));
    assertThat(heir.flow.lastResponse().status()).isEqualTo(500);
    assertThat(heir.log).isEmpty();
  }

  @Test
  void ourNumbersGoOn() throws IOException {
    acknowledge();
    SipSession dialog = (SipSession) session.getSessions("SIP").next();
    dialog.createRequest("INFO").send();
    dead.run();
    long last = number(dead);
    moveOn(0);
    ((SipSession) restored.getSessions("SIP").next()).createRequest("INFO").send();
    heir.run();
    assertThat(number(heir)).isEqualTo(last + 1);
  }

  private static long number(TestContainer container) {
    return SessionAgent.cseq(container.flow.lastRequest());
  }

  @Test
  void theAckOfA2xxIsHeardOnce() throws IOException {
    String tag = tag();
    moveOn(0);
    heir.receive(request("ACK", 1, tag));
    heir.receive(request("ACK", 1, tag));
    assertThat(heir.log).containsExactly("ACK");
  }

  @Test
  void persistentTimersRunWithTheRestOfTheirTime() throws IOException {
    ApplicationTimers timers = new ApplicationTimers(() -> dead.application);
    timers.createTimer(session, 10_000, true, "persistent");
    timers.createTimer(session, 10_000, false, "other");
    dead.pass(Duration.ofSeconds(4));
    heir.advance(Duration.ofSeconds(100));
    moveOn(95_000); // a second has passed on the way
    heir.pass(Duration.ofMillis(4_800));
    assertThat(heir.log).isEmpty();
    heir.pass(Duration.ofMillis(400));
    assertThat(heir.log).containsExactly("timer persistent");
    heir.pass(Duration.ofSeconds(10));
    assertThat(heir.log).hasSize(1);
  }

  /** The peer has asked for 100 s, and is to refresh: without that the dialog ends after 68 s. */
  @Test
  void aSessionTimerRunsOn() throws IOException {
    dead.refreshTerms = new RefreshTerms(true, 100, 90, null);
    heir.refreshTerms = dead.refreshTerms;
    dead.receive(
        request("INVITE", 2, tag(), "Supported: timer", "Session-Expires: 100;refresher=uac"));
    String tag = tag();
    dead.receive(request("ACK", 2, tag));
    dead.pass(Duration.ofSeconds(30));
    moveOn(-30_000);
    heir.pass(Duration.ofSeconds(35));
    assertThat(heir.flow.take()).isEmpty();
    heir.pass(Duration.ofSeconds(10));
    assertThat(heir.log).contains("not refreshed");
    assertThat(heir.flow.take()).contains("BYE sip:alice@192.0.2.2");
  }

  @Test
  void theSessionExpiresWhenItWould() throws IOException {
    acknowledge();
    dead.pass(Duration.ofSeconds(60));
    moveOn(-60_000);
    heir.pass(Duration.ofSeconds(118));
    assertThat(restored.isValid()).isTrue();
    heir.pass(Duration.ofSeconds(4));
    assertThat(restored.isValid()).isFalse();
  }

  @Test
  void aBackToBackUserAgentGoesOn() throws IOException {
    try (Bridge one = new Bridge();
        Bridge other = new Bridge()) {
      one.talk();
      String tag = one.callerTag();
      AppSession call = (AppSession) one.received.getApplicationSession();
      SessionSnapshot snapshot = new SessionTransfer(one.test.agents(), new Texts()).snapshot(call);
      Lane lane = other.test.sessions.lanes().create();
      SessionTransfer to = new SessionTransfer(other.test.agents(), new Texts());
      lane.execute(
          () -> to.restore(other.test.sessions, other.test.application, lane, snapshot, 0));
      other.test.run();
      other.test.receive(request("BYE", 2, tag));
      assertThat(other.flow.take()).containsExactly("BYE sip:bob@desk");
    }
  }

  @Test
  void aNodeThatMayNotActRunsNoTimer() {
    boolean[] mayAct = {false};
    dead.sessions.keeper(
        new SessionKeeper() {
          @Override
          public void settled(AppSession changed) {}

          @Override
          public void ended(AppSession over) {}

          @Override
          public boolean mayAct() {
            return mayAct[0];
          }
        });
    new ApplicationTimers(() -> dead.application).createTimer(session, 1000, true, "late");
    dead.pass(Duration.ofSeconds(5));
    assertThat(dead.log).doesNotContain("timer late");
    mayAct[0] = true;
    dead.pass(Duration.ofSeconds(1));
    assertThat(dead.log).contains("timer late");
  }

  @Test
  void aSessionThatAnotherNodeHasEndsWithoutAWord() {
    acknowledge();
    dead.receive(request("INFO", 2, tag()));
    dead.flow.take();
    dead.agents().discard(session);
    dead.run();
    assertThat(dead.flow.take()).isEmpty();
    assertThat(session.isValid()).isFalse();
  }

  @Test
  void aSecondOfTheSameIdIsNotMade() throws IOException {
    moveOn(0);
    AppSession first = restored;
    moveOn(0);
    assertThat(restored).isNull();
    assertThat(first.isValid()).isTrue();
  }
}
