package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Handlers that are known to be fast run on the loop's thread; one that blocks loses the loop. */
@Tag("A4")
class InlineTest {
  private static final int PROOF = 32;
  private static final int DEBT = 2_000;

  private final TestContainer test = new TestContainer();
  private int next = 1;

  @AfterEach
  void close() {
    test.close();
  }

  /** Sends requests of a kind until their handler is known to be fast. */
  private void prove(String method, int runs) {
    test.answerAll(486);
    for (int i = 0; i < runs; i++) {
      arrive(method);
      test.run();
    }
    test.flow.take();
    test.log.clear();
  }

  private String arrive(String method) {
    String branch = "n" + next;
    test.arrive(request(method, "sip:bob@192.0.2.1", branch, next++, ""));
    return branch;
  }

  @Test
  void fastHandlerAnswersWithoutAnotherThread() {
    prove("OPTIONS", PROOF);
    arrive("OPTIONS");
    test.runLoop();
    assertThat(test.flow.take()).containsExactly("486 Busy Here OPTIONS");
    assertThat(test.threads).isEmpty();
  }

  @Test
  void handlerOfUnknownSpeedIsDispatched() {
    prove("OPTIONS", PROOF);
    arrive("MESSAGE");
    test.runLoop();
    assertThat(test.log).isEmpty();
    assertThat(test.threads).hasSize(1);
  }

  @Test
  @Tag("A8")
  void cancelIsAnsweredWhileAHandlerBlocksTheFormerLeader() {
    prove("INVITE", PROOF);
    boolean[] refused = new boolean[1];
    test.onRequest =
        request -> {
          if (request.getMethod().equals("INVITE")) {
            test.leaders.block();
            test.arrive(request("CANCEL", "sip:bob@192.0.2.1", "n" + (next - 1), next - 1, ""));
            test.runLoop();
            assertThat(test.flow.take()).contains("200 OK CANCEL", "487 Request Terminated INVITE");
            try {
              request.createResponse(200).send();
            } catch (IllegalStateException e) {
              refused[0] = true;
            }
          }
        };
    arrive("INVITE");
    test.runLoop();
    assertThat(refused[0]).isTrue();
    test.run();
    assertThat(test.flow.take()).doesNotContain("200 OK INVITE");
    assertThat(test.log).containsExactly("INVITE", "CANCEL");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void nextRequestOfTheCallWaitsForTheHandlerThatBlocks() {
    prove("OPTIONS", PROOF);
    test.onRequest =
        request -> {
          if (request.getHeader("CSeq").startsWith(PROOF + 1 + " ")) {
            test.leaders.block();
            arrive("OPTIONS");
            test.runLoop();
            test.runThreads();
            assertThat(test.log).as("two at a time").hasSize(1);
          }
          request.createResponse(200).send();
        };
    arrive("OPTIONS");
    test.runLoop();
    test.run();
    assertThat(test.log).hasSize(2);
    assertThat(test.flow.take()).containsExactly("200 OK OPTIONS", "200 OK OPTIONS");
  }

  @Test
  void whatOverranIsDispatchedUntilItHasBeenFastForLong() {
    prove("OPTIONS", PROOF);
    test.onRequest = request -> test.leaders.block();
    arrive("OPTIONS");
    test.runLoop();
    test.run();
    prove("OPTIONS", PROOF);
    arrive("OPTIONS");
    test.runLoop();
    assertThat(test.log).as("so soon").isEmpty();
    test.run();
    prove("OPTIONS", DEBT);
    arrive("OPTIONS");
    test.runLoop();
    assertThat(test.log).as("tried again").containsExactly("OPTIONS");
  }
}
