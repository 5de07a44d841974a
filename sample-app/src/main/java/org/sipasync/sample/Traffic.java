package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.SipAsync;

/**
 * {@code sip:event@host}: 200 at once; those who look for fraud are told of the call meanwhile, and
 * nobody waits to hear whether they were.
 */
@ApplicationScoped
public class Traffic implements Scenario {
  @Inject SipAsync async;
  @Inject Services services;

  @Override
  public String user() {
    return "event";
  }

  @Override
  public void handle(SipServletRequest request) throws IOException {
    async.launch(services.traffic(request.getMethod(), request.getCallId())).start();
    Answer.ok(request);
  }
}
