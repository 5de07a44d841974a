package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transaction.FinalGate;

/** INVITEs that other nodes had or have, and CANCELs that other nodes have received. */
class OtherNodesTest {
  private static final String INVITE = request("INVITE", "sip:bob@192.0.2.1", "i", 1, "");
  private static final String CANCEL = request("CANCEL", "sip:bob@192.0.2.1", "i", 1, "");

  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final List<Object> told = new ArrayList<>();

  @AfterEach
  void close() {
    test.close();
  }

  private static SipRequest parse(String text) {
    return (SipRequest) TestFlow.parse(text);
  }

  /** A call that was suspended, and is so again. */
  private final class Inherited implements InheritedCall, FinalGate {
    boolean isCancelled;

    @Override
    public String application() {
      return "app";
    }

    @Override
    public String localTag() {
      return "tag-of-the-dead";
    }

    @Override
    public byte[] response() {
      return null;
    }

    @Override
    public boolean isCancelled() {
      return isCancelled;
    }

    @Override
    public FinalGate gate() {
      return this;
    }

    @Override
    public void goOn(RequestFacade request) {
      told.add("goes on");
      request.suspend(operation -> new IllegalStateException(operation), told::add);
    }

    @Override
    public void failed(String why) {
      told.add("failed: " + why);
    }

    @Override
    public void decide(byte[] response, Runnable send) {
      told.add("decided");
      send.run();
    }

    @Override
    public void ended() {
      told.add("ended");
    }
  }

  private void inherit(Inherited call) {
    test.arrive(parse(INVITE), new InheritedFlow(flow, call));
    test.run();
  }

  private void cancelElsewhere() {
    test.core.cancelElsewhere(parse(CANCEL), told::add);
    test.run();
  }

  private void supersede() {
    test.core.supersede(parse(INVITE), () -> told.add("answered"));
    test.run();
  }

  @Test
  void inheritedCallGoesOnInsteadOfItsServlet() {
    inherit(new Inherited());
    assertThat(told).containsExactly("goes on");
    assertThat(test.log).isEmpty();
  }

  @Test
  void cancelledBeforeItWasInherited() {
    Inherited call = new Inherited();
    call.isCancelled = true;
    inherit(call);
    assertThat(told).containsExactly("decided");
    assertThat(flow.lastTag()).isEqualTo("tag-of-the-dead");
    assertThat(flow.take()).containsExactly("487 Request Terminated INVITE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void cancelledByAnotherNodeAfterItWasInherited() {
    inherit(new Inherited());
    cancelElsewhere();
    assertThat(told).containsExactlyInAnyOrder("goes on", "decided", true, "CANCEL");
    assertThat(flow.take()).containsExactly("487 Request Terminated INVITE");
    assertThat(test.log).containsExactly("CANCEL");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void cancelOfWhatIsNotHere() {
    cancelElsewhere();
    assertThat(told).containsExactly(false);
    assertThat(flow.sent).isEmpty();
  }

  @Test
  void secondCallOfARetransmissionEndsWithoutAnAnswer() {
    test.onRequest =
        invite ->
            ((RequestFacade) invite)
                .suspend(operation -> new IllegalStateException(operation), told::add);
    test.receive(INVITE);
    supersede();
    assertThat(told).containsExactly("another server has it");
    assertThat(flow.sent).isEmpty();
    assertThat(test.sessions.applicationSessions()).isZero();
    assertThat(test.transactions()).isZero();
  }

  @Test
  void secondCallThatHasNotBegunEndsToo() {
    test.arrive(INVITE);
    supersede();
    assertThat(test.log).isEmpty();
    assertThat(flow.sent).isEmpty();
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void secondCallThatIsAnsweredGoesOn() {
    test.answerAll(486);
    test.receive(INVITE);
    supersede();
    assertThat(told).containsExactly("answered");
    assertThat(flow.take()).containsExactly("486 Busy Here INVITE");
  }
}
