package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/**
 * Events on both legs of a bridged call at the same time, in each order, with the loop, the lanes,
 * both or none running between them. The application is as simple as they are: it does not look
 * whether the other leg is still there.
 */
@Tag("A3")
@Tag("A8")
@Tag("289-12")
class LegRaceTest {
  private enum Event {
    CANCEL,
    RING,
    ACCEPT,
    REFUSE,
    CALLER_BYE,
    CALLEE_BYE,
    CALLER_REINVITE,
    CALLEE_REINVITE
  }

  private enum Pump {
    NOTHING,
    LOOP,
    LANES,
    BOTH
  }

  private int cases;

  private static void eachOrder(
      List<Event> chosen, Set<Event> left, Consumer<List<Event>> permutation) {
    if (!chosen.isEmpty()) {
      permutation.accept(List.copyOf(chosen));
    }
    for (Event event : left) {
      Set<Event> others = EnumSet.copyOf(left);
      others.remove(event);
      chosen.add(event);
      eachOrder(chosen, others, permutation);
      chosen.remove(chosen.size() - 1);
    }
  }

  private void eachPump(List<Event> order, Consumer<List<Pump>> run) {
    int all = (int) Math.pow(Pump.values().length, order.size());
    for (int i = 0; i < all; i++) {
      List<Pump> pumps = new ArrayList<>();
      for (int rest = i, n = 0; n < order.size(); n++, rest /= Pump.values().length) {
        pumps.add(Pump.values()[rest % Pump.values().length]);
      }
      cases++;
      try {
        run.accept(pumps);
      } catch (AssertionError | IllegalStateException e) {
        throw new AssertionError("Order " + order + ", between them " + pumps, e);
      }
    }
  }

  @Test
  void whileItRings() {
    Set<Event> accepted = EnumSet.of(Event.CANCEL, Event.RING, Event.ACCEPT);
    Set<Event> refused = EnumSet.of(Event.CANCEL, Event.RING, Event.REFUSE);
    for (Set<Event> events : List.of(accepted, refused)) {
      eachOrder(
          new ArrayList<>(),
          events,
          order -> eachPump(order, pumps -> new Call().ring(order, pumps)));
    }
    assertThat(cases).isEqualTo(2 * (3 * 4 + 6 * 16 + 6 * 64));
  }

  @Test
  void whileTheyTalk() {
    Set<Event> events =
        EnumSet.of(
            Event.CALLER_BYE, Event.CALLEE_BYE, Event.CALLER_REINVITE, Event.CALLEE_REINVITE);
    eachOrder(
        new ArrayList<>(),
        events,
        order -> eachPump(order, pumps -> new Call().talk(order, pumps)));
    assertThat(cases).isEqualTo(4 * 4 + 12 * 16 + 24 * 64 + 24 * 256);
  }

  /** One bridged call; the callee answers what it gets. */
  private static final class Call {
    private final Bridge bridge = new Bridge();
    private final TestContainer test = bridge.test;
    private final List<String> toCaller = new ArrayList<>();
    private final List<String> toCallee = new ArrayList<>();
    private SipRequest leg;
    private String callerTag = "";
    private boolean calleeAnswered;
    private int seen;
    private int cseq = 1;

    void ring(List<Event> order, List<Pump> pumps) {
      try (bridge) {
        leg = bridge.call();
        run(order, pumps);
        settle();
        checkRinging(order);
        hangUp();
        checkNothingIsLeft();
      }
    }

    void talk(List<Event> order, List<Pump> pumps) {
      try (bridge) {
        leg = bridge.talk();
        callerTag =
            ((org.sipasync.container.session.DialogSession) bridge.received.getSession())
                .dialog()
                .localTag();
        calleeAnswered = true;
        run(order, pumps);
        settle();
        checkTalking(order);
        hangUp();
        checkNothingIsLeft();
      }
    }

    private void run(List<Event> order, List<Pump> pumps) {
      for (int i = 0; i < order.size(); i++) {
        happen(order.get(i));
        pump(pumps.get(i));
      }
    }

    private void happen(Event event) {
      switch (event) {
        case CANCEL -> test.arrive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
        case RING -> answer(180);
        case ACCEPT -> answer(200);
        case REFUSE -> answer(486);
        case CALLER_BYE -> test.arrive(request("BYE", "sip:b@192.0.2.1", "cb", 7, callerTag));
        case CALLEE_BYE -> bridge.arriveFromCallee(leg, "BYE", 7, "b");
        case CALLER_REINVITE ->
            test.arrive(request("INVITE", "sip:b@192.0.2.1", "ci", 5, callerTag));
        case CALLEE_REINVITE -> bridge.arriveFromCallee(leg, "INVITE", 5, "b");
      }
    }

    /** The callee has nothing to say after its final response. */
    private void answer(int status) {
      if (calleeAnswered) {
        return;
      }
      calleeAnswered = status >= 200;
      arrive(leg, status, "b");
    }

    private void arrive(SipRequest sent, int status, String tag) {
      SipResponse response = sent.response(status);
      response.toTag(tag);
      response.set(org.sipasync.sip.message.HeaderName.CONTACT, "<sip:bob@desk>");
      test.arrive(new String(response.toBytes()));
    }

    private void pump(Pump pump) {
      if (pump == Pump.LANES || pump == Pump.BOTH) {
        test.runThreads();
      }
      if (pump == Pump.LOOP || pump == Pump.BOTH) {
        test.runLoop();
      }
    }

    /** Runs everything to its end; the peers answer what they get, as phones do. */
    private void settle() {
      for (int i = 0; i < 10; i++) {
        test.run();
        List<SipMessage> all = bridge.flow.messages();
        for (; seen < all.size(); seen++) {
          take(all.get(seen));
        }
      }
    }

    private void take(SipMessage message) {
      try {
        if (message instanceof SipResponse response) {
          toCaller.add(response.status() + " " + response.cseq().method());
          acknowledge(response);
        } else {
          react((SipRequest) message);
        }
      } catch (ParseException e) {
        throw new AssertionError(e);
      }
    }

    /** Caller or callee acknowledges a 2xx to its INVITE. */
    private void acknowledge(SipResponse response) throws ParseException {
      if (response.cseq().method() != Method.INVITE || response.status() / 100 != 2) {
        return;
      }
      long number = response.cseq().number();
      if (response.callId().equals("call")) {
        callerTag = response.toTag();
        test.arrive(request("ACK", "sip:b@192.0.2.1", "ack" + ++cseq, (int) number, callerTag));
      } else {
        bridge.arriveFromCallee(leg, "ACK", (int) number, "b");
      }
    }

    private void react(SipRequest request) throws ParseException {
      boolean callee = request.callId().equals(leg.callId());
      toCallee.add(request.method() + (callee ? "" : " to caller"));
      String tag = callee ? "b" : "alice";
      if (request.method() == Method.CANCEL) {
        arrive(request, 200, tag);
        if (!calleeAnswered) {
          calleeAnswered = true;
          arrive(leg, 487, "b");
        }
      } else if (request.method() != Method.ACK) {
        arrive(request, 200, tag);
      }
    }

    private List<String> finals(String method) {
      return toCaller.stream()
          .filter(line -> line.endsWith(" " + method) && !line.startsWith("1"))
          .toList();
    }

    private void checkRinging(List<Event> order) {
      List<String> finals = finals("INVITE");
      if (order.contains(Event.CANCEL)
          || order.contains(Event.ACCEPT)
          || order.contains(Event.REFUSE)) {
        assertThat(finals).as("to the caller: %s", toCaller).hasSize(1);
        assertThat(finals.get(0)).isIn("200 INVITE", "486 INVITE", "487 INVITE");
      }
      assertThat(finals("CANCEL")).hasSize(order.contains(Event.CANCEL) ? 1 : 0);
      boolean calleeAccepted = toCallee.contains("ACK") && order.contains(Event.ACCEPT);
      if (!finals.isEmpty() && finals.get(0).startsWith("487")) {
        boolean over =
            toCallee.contains("CANCEL") || toCallee.contains("BYE") || order.contains(Event.REFUSE);
        assertThat(over || !calleeAccepted).as("to the callee: %s", toCallee).isTrue();
        if (order.contains(Event.ACCEPT) && !toCallee.contains("CANCEL")) {
          assertThat(toCallee).as("accepted in vain").contains("ACK", "BYE");
        }
      }
    }

    private void checkTalking(List<Event> order) {
      assertThat(finals("BYE")).as("%s", toCaller).hasSize(count(order, "BYE"));
      assertThat(finals("INVITE")).as("%s", toCaller).hasSize(count(order, "REINVITE"));
    }

    private static int count(List<Event> order, String what) {
      return (int) order.stream().filter(event -> event.name().endsWith("_" + what)).count();
    }

    private void hangUp() {
      test.arrive(
          request("BYE", "sip:b@192.0.2.1", "last", 50, callerTag.isEmpty() ? "x" : callerTag));
      if (finals("INVITE").isEmpty() && !calleeAnswered) {
        calleeAnswered = true;
        arrive(leg, 480, "b");
      }
      settle();
    }

    private void checkNothingIsLeft() {
      test.pass(Duration.ofSeconds(70), Duration.ofSeconds(5));
      assertThat(test.sessions.applicationSessions())
          .as("application sessions; to the caller %s, to the callee %s", toCaller, toCallee)
          .isZero();
      assertThat(test.sessions.sipSessions()).as("sessions").isZero();
      assertThat(test.sessions.lanes().size()).as("lanes").isZero();
      assertThat(test.transactions()).as("transactions").isZero();
      assertThat(test.log).as("listeners").noneMatch(line -> line.startsWith("no ACK"));
    }
  }
}
