package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.SipAsync;

/**
 * {@code sip:event@host}: immediate 200; fraud detection is notified in parallel, without a report.
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
