package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.ParseException;

/** RFC 3262 as UAS. */
class ReliableTest {
  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final List<SipServletRequest> kept = new ArrayList<>();

  @AfterEach
  void close() {
    test.close();
  }

  /** An INVITE that has a reliable 183; the To tag. */
  private String ring() throws ParseException {
    test.onRequest =
        request -> {
          kept.add(request);
          if (request.getMethod().equals("PRACK")) {
            request.createResponse(200).send();
          } else if (request.getMethod().equals("INVITE")) {
            request.createResponse(183).sendReliably();
          }
        };
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "i", 1, "", "Supported: 100rel"));
    assertThat(flow.last().header(HeaderName.REQUIRE)).isEqualTo("100rel");
    return flow.last().toTag();
  }

  private String rack(int add) {
    return "RAck: " + (Long.parseLong(flow.last().header(HeaderName.RSEQ)) + add) + " 1 INVITE";
  }

  @Test
  void provisionalIsRepeatedUntilItsPrack() throws ParseException {
    String tag = ring();
    String rack = rack(0);
    assertThat(flow.take()).containsExactly("183 Session Progress INVITE");
    test.pass(Duration.ofMillis(1500));
    assertThat(flow.take()).hasSize(2);
    test.receive(request("PRACK", 2, tag, rack));
    assertThat(flow.take()).containsExactly("200 OK PRACK");
    test.pass(Duration.ofSeconds(20));
    assertThat(flow.take()).isEmpty();
    assertThat(test.log).containsExactly("INVITE", "PRACK");
  }

  @Test
  @Tag("C-B4")
  void wrongAndRepeatedPracksAreRefused() throws ParseException {
    String tag = ring();
    String rack = rack(0);
    String wrong = rack(1);
    flow.take();
    test.receive(request("PRACK", 2, tag, wrong));
    assertThat(flow.take()).containsExactly("481 Call/Transaction Does Not Exist PRACK");
    test.receive(request("PRACK", 3, tag, rack));
    test.receive(request("PRACK", 4, tag, rack));
    assertThat(flow.take())
        .containsExactly("200 OK PRACK", "481 Call/Transaction Does Not Exist PRACK");
  }

  @Test
  @Tag("C-C3")
  void okWaitsForThePrackAndCancelComesBeforeIt() throws ParseException, IOException {
    String tag = ring();
    String rack = rack(0);
    kept.get(0).createResponse(200).send();
    test.run();
    assertThat(flow.take()).containsExactly("183 Session Progress INVITE");
    assertThatThrownBy(() -> kept.get(0).createResponse(486))
        .isInstanceOf(IllegalStateException.class);
    test.receive(request("PRACK", 2, tag, rack));
    assertThat(flow.take()).containsExactly("200 OK PRACK", "200 OK INVITE");
  }

  @Test
  @Tag("C-C3")
  void cancelEndsAnOkThatWaits() throws ParseException, IOException {
    ring();
    kept.get(0).createResponse(200).send();
    test.run();
    flow.take();
    test.receive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
    assertThat(flow.take()).containsExactly("200 OK CANCEL", "487 Request Terminated INVITE");
    test.pass(Duration.ofMillis(400));
    assertThat(flow.take()).doesNotContain("200 OK INVITE", "183 Session Progress INVITE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void missingPrackIsToldAndEndsTheInvite() throws ParseException {
    ring();
    test.pass(Duration.ofSeconds(33));
    assertThat(test.log).containsExactly("INVITE", "no PRACK to 183");
    assertThat(flow.lines()).contains("500 Server Internal Error");
  }

  @Test
  void secondOneWaitsForTheFirstsPrack() throws Exception {
    String tag = ring();
    String rack = rack(0);
    flow.take();
    kept.get(0).createResponse(180).sendReliably();
    test.run();
    assertThat(flow.take()).isEmpty();
    test.receive(request("PRACK", 2, tag, rack));
    assertThat(flow.take()).containsExactly("200 OK PRACK", "180 Ringing INVITE");
  }

  @Test
  void onlyAnInvitesProvisionalThatThePeerSupportsIsReliable() {
    test.onRequest = kept::add;
    test.receive(request("INVITE", 1, ""));
    test.receive(request("OPTIONS", 2, "", "Supported: 100rel"));
    assertReason(0, 183, Rel100Exception.NO_REQ_SUPPORT);
    assertReason(0, 100, Rel100Exception.NOT_1XX);
    assertReason(0, 200, Rel100Exception.NOT_1XX);
    assertReason(1, 183, Rel100Exception.NOT_INVITE);
  }

  private void assertReason(int request, int status, int reason) {
    assertThatThrownBy(() -> kept.get(request).createResponse(status).sendReliably())
        .isInstanceOfSatisfying(
            Rel100Exception.class, e -> assertThat(e.getReason()).isEqualTo(reason));
  }
}
