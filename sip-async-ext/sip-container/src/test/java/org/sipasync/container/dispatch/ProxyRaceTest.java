package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.SipRequest;

/**
 * Two branches of a parallel proxy, whose callees ring, accept, refuse and decline while the caller
 * cancels: in all orders, with all interleavings of loop and lanes between them.
 */
@Tag("C-D3")
@Tag("289-10.2.3")
class ProxyRaceTest {
  private enum Event {
    CANCEL,
    RING_ONE,
    ACCEPT_ONE,
    REFUSE_ONE,
    ACCEPT_TWO,
    DECLINE_TWO
  }

  private enum Pump {
    NOTHING,
    LANES,
    LANES_AND_LOOP
  }

  private int cases;

  @Test
  void callerCancelsWhileBothAccept() {
    each(EnumSet.of(Event.CANCEL, Event.RING_ONE, Event.ACCEPT_ONE, Event.ACCEPT_TWO), false);
    assertThat(cases).isEqualTo(24 * 81);
  }

  @Test
  void callerCancelsWhileOneAcceptsAndOneDeclines() {
    each(EnumSet.of(Event.CANCEL, Event.RING_ONE, Event.ACCEPT_ONE, Event.DECLINE_TWO), false);
    assertThat(cases).isEqualTo(24 * 81);
  }

  @Test
  void callerCancelsWhileBothRefuse() {
    each(EnumSet.of(Event.CANCEL, Event.RING_ONE, Event.REFUSE_ONE, Event.DECLINE_TWO), false);
    assertThat(cases).isEqualTo(24 * 81);
  }

  @Test
  void callerCancelsARecordedCall() {
    each(EnumSet.of(Event.CANCEL, Event.REFUSE_ONE, Event.ACCEPT_TWO), true);
    assertThat(cases).isEqualTo(6 * 27);
  }

  private void each(Set<Event> events, boolean recordRoute) {
    eachOrder(
        new ArrayList<>(),
        events,
        order -> eachPump(order, pumps -> play(order, pumps, recordRoute)));
  }

  private static void eachOrder(
      List<Event> chosen, Set<Event> left, Consumer<List<Event>> permutation) {
    if (left.isEmpty()) {
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

  private static void eachPump(List<Event> order, Consumer<List<Pump>> play) {
    int all = (int) Math.pow(Pump.values().length, order.size());
    for (int i = 0; i < all; i++) {
      List<Pump> pumps = new ArrayList<>();
      for (int rest = i, n = 0; n < order.size(); n++, rest /= Pump.values().length) {
        pumps.add(Pump.values()[rest % Pump.values().length]);
      }
      play.accept(pumps);
    }
  }

  private void play(List<Event> order, List<Pump> pumps, boolean recordRoute) {
    cases++;
    try (ProxyKit kit = new ProxyKit()) {
      new Race(kit, recordRoute).run(order, pumps);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("Order " + order + ", between them " + pumps, e);
    }
  }

  /** One call; a callee sends one final response, the first that it is told to. */
  private static final class Race {
    private final ProxyKit kit;
    private final Map<String, Integer> finals = new HashMap<>();
    private final Map<String, SipRequest> invites = new HashMap<>();

    Race(ProxyKit kit, boolean recordRoute) {
      this.kit = kit;
      kit.callees("one", "two")
          .proxying(proxy -> proxy.setRecordRoute(recordRoute))
          .receive("INVITE");
      invites.put("one", kit.at("one"));
      invites.put("two", kit.at("two"));
    }

    void run(List<Event> order, List<Pump> pumps) {
      for (int i = 0; i < order.size(); i++) {
        happen(order.get(i));
        pump(pumps.get(i));
      }
      kit.test.run();
      endBranch("one");
      endBranch("two");
      check(kit.atCaller());
    }

    private void happen(Event event) {
      switch (event) {
        case CANCEL -> kit.test.arrive(request("CANCEL", "sip:bob@192.0.2.1", "bINVITE1", 1, ""));
        case RING_ONE -> respond("one", 180);
        case ACCEPT_ONE -> respond("one", 200);
        case REFUSE_ONE -> respond("one", 486);
        case ACCEPT_TWO -> respond("two", 200);
        case DECLINE_TWO -> respond("two", 603);
      }
    }

    private void respond(String host, int status) {
      if (finals.containsKey(host)) {
        return;
      }
      if (status >= 200) {
        finals.put(host, status);
      }
      var response = invites.get(host).response(status);
      response.toTag(host);
      kit.test.arrive(new String(response.toBytes()));
    }

    private void pump(Pump pump) {
      if (pump != Pump.NOTHING) {
        kit.test.runThreads();
      }
      if (pump == Pump.LANES_AND_LOOP) {
        kit.test.runLoop();
      }
    }

    /** A callee that is still ringing answers its CANCEL, or is busy. */
    private void endBranch(String host) {
      boolean cancelled =
          kit.callee(host).lines().stream().anyMatch(line -> line.startsWith("CANCEL"));
      respond(host, cancelled ? 487 : 486);
      kit.test.run();
    }

    private void check(List<String> sent) {
      List<String> ofInvite =
          sent.stream().filter(line -> line.endsWith("INVITE") && line.charAt(0) > '1').toList();
      long accepted = finals.values().stream().filter(status -> status == 200).count();
      if (accepted > 0) {
        assertThat(ofInvite).as("each 2xx").hasSize((int) accepted).containsOnly("200 OK INVITE");
      } else {
        assertThat(ofInvite).as("one failure in %s", sent).hasSize(1);
        boolean declined = finals.containsValue(603);
        assertThat(ofInvite.get(0).startsWith("603")).as(ofInvite.get(0)).isEqualTo(declined);
      }
      long told = kit.told.stream().filter(each -> each.equals("200")).count();
      assertThat(told).as("2xx told of").isEqualTo(accepted);
      if (accepted == 0 || kit.proxy.getRecordRoute()) {
        kit.test.factory.createApplicationSession().invalidate();
      }
      nothingIsLeft(accepted > 0 && kit.proxy.getRecordRoute());
    }

    private void nothingIsLeft(boolean inCall) {
      if (!inCall) {
        assertThat(kit.test.sessions.sipSessions()).as("SIP sessions").isZero();
        assertThat(kit.test.sessions.applicationSessions()).as("application sessions").isZero();
      }
      kit.test.pass(Duration.ofSeconds(70), Duration.ofSeconds(5));
      assertThat(kit.test.transactions()).as("transactions").isZero();
      assertThat(kit.atCaller()).as("later").noneMatch(line -> line.startsWith("200"));
    }
  }
}
