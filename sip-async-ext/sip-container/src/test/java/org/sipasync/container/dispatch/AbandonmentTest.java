package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.AppSession;

@Tag("A15")
class AbandonmentTest {
  private final TestContainer test = new TestContainer();
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void close() {
    test.close();
  }

  /** Each suspension is told of the session's end, and answered, whatever the others do. */
  @Test
  void suspensionThatFailsOnItsEndStopsNoOther() {
    AppSession[] session = new AppSession[1];
    test.onRequest =
        request -> {
          session[0] = (AppSession) request.getApplicationSession();
          if (request.getMethod().equals("INVITE")) {
            request.createResponse(180).send();
          }
          ((RequestFacade) request).suspend(IllegalStateException::new, why -> fail(request));
        };
    test.receive(request("INVITE", 1, ""));
    test.receive(request("INFO", 2, test.flow.lastTag()));
    test.flow.take();
    session[0].lane().execute(session[0]::invalidate);
    test.run();
    assertThat(told).containsExactly("INVITE", "INFO");
    assertThat(test.flow.take())
        .containsExactly("503 Service Unavailable INVITE", "503 Service Unavailable INFO");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  private void fail(SipServletRequest request) {
    told.add(request.getMethod());
    throw new IllegalStateException("meant to fail");
  }
}
