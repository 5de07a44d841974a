package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.AppSession;

/**
 * Events that end a suspended INVITE, some or all at the same time, in each order, with the loop,
 * the lanes, both or none running between them: one final response, and no leftovers.
 */
@Tag("A3")
@Tag("A8")
@Tag("A15")
class LostRaceTest {
  private enum Event {
    CANCEL,
    DEADLINE,
    COMPLETION,
    BYE
  }

  /** Executors that run between two events. */
  private enum Pump {
    NOTHING,
    LOOP,
    LANES,
    LANES_AND_LOOP
  }

  /** Orders of one to four of the four events, each with four pumps behind each event. */
  private static final int ALL = 4 * 4 + 12 * 16 + 24 * 64 + 24 * 256;

  private int cases;

  @Test
  void initialInvite() {
    eachOrder(new ArrayList<>(), EnumSet.allOf(Event.class), order -> eachPump(order, 1));
    assertThat(cases).isEqualTo(ALL);
  }

  @Test
  void reInvite() {
    eachOrder(new ArrayList<>(), EnumSet.allOf(Event.class), order -> eachPump(order, 2));
    assertThat(cases).isEqualTo(ALL);
  }

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

  private void eachPump(List<Event> order, int cseq) {
    int all = 1;
    for (int i = 0; i < order.size(); i++) {
      all *= Pump.values().length;
    }
    for (int i = 0; i < all; i++) {
      List<Pump> pumps = new ArrayList<>();
      for (int rest = i, n = 0; n < order.size(); n++, rest /= Pump.values().length) {
        pumps.add(Pump.values()[rest % Pump.values().length]);
      }
      cases++;
      try (TestContainer test = new TestContainer()) {
        new Race(test, cseq).run(order, pumps);
      } catch (AssertionError | IllegalStateException e) {
        throw new AssertionError("Order " + order + ", between them " + pumps, e);
      }
    }
  }

  /** A suspended INVITE with an operation that ends once, as the engine's do. */
  private static final class Race {
    private final TestContainer test;
    private final int cseq;
    private final List<String> ends = new ArrayList<>();
    private final Runnable sessionEnd = () -> abandoned("session end");
    private String tag = "";
    private RequestFacade invite;
    private AppSession session;
    private boolean over;

    Race(TestContainer test, int cseq) {
      this.test = test;
      this.cseq = cseq;
    }

    void run(List<Event> order, List<Pump> pumps) {
      if (cseq > 1) {
        test.answerAll(200);
        test.receive(request("INVITE", 1, ""));
        tag = test.flow.lastTag();
        test.onRequest = request -> {};
        test.receive(request("ACK", 1, tag));
      }
      suspend();
      for (int i = 0; i < order.size(); i++) {
        happen(order.get(i));
        pump(pumps.get(i));
      }
      test.run();
      check(test.flow.take(), order, pumps);
    }

    private void suspend() {
      test.onRequest =
          request -> {
            switch (request.getMethod()) {
              case "INVITE" -> suspend((RequestFacade) request);
              case "BYE" -> request.createResponse(200).send();
              default -> {}
            }
          };
      test.receive(request("INVITE", "sip:bob@192.0.2.1", "i", cseq, tag));
      tag = test.flow.lastTag();
      test.flow.take();
    }

    /** A provisional response makes the early dialog that the BYE comes in. */
    private void suspend(RequestFacade request) throws IOException {
      invite = request;
      session = (AppSession) request.getApplicationSession();
      request.createResponse(180).send();
      request.suspend(IllegalStateException::new, this::abandoned);
      session.hold(sessionEnd);
    }

    private void abandoned(String why) {
      assertThat(over).as("told once: %s after %s", why, ends).isFalse();
      over = true;
      ends.add("abandoned");
      session.release(sessionEnd);
    }

    private void happen(Event event) {
      switch (event) {
        case CANCEL -> test.arrive(request("CANCEL", "sip:bob@192.0.2.1", "i", cseq, inviteTag()));
        case BYE -> test.arrive(request("BYE", cseq + 1, tag));
        case COMPLETION -> session.execute(() -> resume(200));
        case DEADLINE -> session.execute(() -> resume(504));
      }
    }

    private String inviteTag() {
      return cseq == 1 ? "" : tag;
    }

    private void resume(int status) {
      if (over) {
        return;
      }
      over = true;
      ends.add("resumed");
      invite.resume();
      session.release(sessionEnd);
      try {
        invite.createResponse(status).send();
      } catch (IOException e) {
        throw new AssertionError(e);
      } catch (IllegalStateException e) {
        ends.add("too late"); // the CANCEL has been answered on the loop
      }
    }

    private void pump(Pump pump) {
      if (pump == Pump.LANES || pump == Pump.LANES_AND_LOOP) {
        test.runThreads();
      }
      if (pump == Pump.LOOP || pump == Pump.LANES_AND_LOOP) {
        test.runLoop();
      }
    }

    private void check(List<String> sent, List<Event> order, List<Pump> pumps) {
      List<String> finals = finals(sent, "INVITE");
      assertThat(finals).as("final responses of %s", sent).hasSize(1);
      assertThat(finals(sent, "BYE")).hasSize(order.contains(Event.BYE) ? 1 : 0);
      assertThat(finals(sent, "CANCEL"))
          .allMatch("200 OK CANCEL"::equals)
          .hasSize(order.contains(Event.CANCEL) ? 1 : 0);
      checkFirst(finals.get(0), order.get(0), pumps.get(0));
      test.receive(request("ACK", "sip:bob@192.0.2.1", "i", cseq, tag));
      boolean answered = cseq > 1 || finals.get(0).startsWith("200");
      if (answered && !order.contains(Event.BYE)) {
        test.receive(request("BYE", cseq + 2, tag));
        assertThat(test.flow.lines()).contains("200 OK");
      }
      checkNothingIsLeft();
    }

    private static List<String> finals(List<String> sent, String method) {
      return sent.stream().filter(line -> line.endsWith(" " + method)).toList();
    }

    /** Whoever comes first wins, if the lane has seen it before the next one comes. */
    private void checkFirst(String last, Event first, Pump pump) {
      boolean seen = pump == Pump.LANES_AND_LOOP;
      switch (first) {
        case CANCEL -> assertThat(last).isEqualTo("487 Request Terminated INVITE");
        case BYE -> assertThat(!seen || last.startsWith("487")).as(last).isTrue();
        case COMPLETION -> assertThat(!seen || last.startsWith("200")).as(last).isTrue();
        case DEADLINE -> assertThat(!seen || last.startsWith("504")).as(last).isTrue();
      }
      boolean ended = first == Event.CANCEL || first == Event.BYE;
      if (seen || pump == Pump.LANES) {
        assertThat(ends.get(0)).isEqualTo(ended ? "abandoned" : "resumed");
      }
    }

    private void checkNothingIsLeft() {
      assertThat(test.sessions.applicationSessions()).as("application sessions").isZero();
      assertThat(test.sessions.sipSessions()).as("sessions").isZero();
      assertThat(test.sessions.lanes().size()).as("lanes").isZero();
      test.flow.take();
      test.pass(Duration.ofSeconds(70), Duration.ofSeconds(5));
      assertThat(test.flow.take()).as("sent later").doesNotContain("200 OK INVITE");
      assertThat(test.transactions()).as("transactions").isZero();
      assertThat(ends).filteredOn(end -> !end.equals("too late")).hasSize(1);
      assertThat(test.log).as("listeners").noneMatch(line -> line.startsWith("no ACK"));
    }
  }
}
