package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.Avp;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.events.Events;

/** {@code sip:wait@host;key=k}: waits until event k is posted to {@code /events/k}. */
@ApplicationScoped
public class Wait implements Scenario {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @Inject SipAsync async;
  @Inject Events events;

  @Override
  public String user() {
    return "wait";
  }

  @Override
  public void handle(SipServletRequest request) throws IOException {
    String key = Parameters.text(request, "key");
    if (key.isEmpty()) {
      Answer.send(request, SipServletResponse.SC_BAD_REQUEST, "Parameter key is missing");
      return;
    }
    async
        .call(events.await(Posted.key(key), String.class, text -> true).into("event"))
        .deadline(DEADLINE)
        .resume("told");
  }

  @ResumeRoute("told")
  void told(SipServletRequest request, @ReturnCode int rc, @Avp("event") String event)
      throws IOException {
    if (rc > 0) {
      Answer.ok(request, "X-Event", event);
    } else if (rc == ReturnCodes.DEADLINE) {
      // no 408, which nobody may send to anything but an INVITE (RFC 4320, 4.2)
      Answer.send(request, SipServletResponse.SC_SERVER_TIMEOUT, "The event was not posted");
    } else {
      Answer.send(request, SipServletResponse.SC_SERVICE_UNAVAILABLE, "Too many waiting calls");
    }
  }
}
