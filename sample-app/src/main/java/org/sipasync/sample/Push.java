package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.Avp;
import org.sipasync.ReportRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;

/** {@code sip:push@host}: immediate 200; a push notification is sent in parallel and counted. */
@ApplicationScoped
public class Push implements Scenario {
  private static final int NO_CONTENT = 204;

  @Inject SipAsync async;
  @Inject Services services;
  private final LongAdder pushed = new LongAdder();
  private final LongAdder failed = new LongAdder();

  @Override
  public String user() {
    return "push";
  }

  @Override
  public void handle(SipServletRequest request) throws IOException {
    async
        .launch(services.push(Parameters.text(request, "device")).statusInto("status"))
        .report("pn_counter");
    Answer.ok(request, "X-Pushed", pushed + " and " + failed + " failed");
  }

  @ReportRoute("pn_counter")
  void count(@ReturnCode int rc, @Avp("status") Integer status) {
    (rc > 0 && status == NO_CONTENT ? pushed : failed).increment();
  }
}
