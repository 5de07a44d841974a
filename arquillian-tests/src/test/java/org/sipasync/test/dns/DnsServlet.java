package org.sipasync.test.dns;

import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import org.sipasync.Avp;
import org.sipasync.ResumeRoute;
import org.sipasync.SipAsync;
import org.sipasync.function.Result;
import org.sipasync.functions.dns.Dns;

/** Looks up the number in the user part; anything else as the name of a service. */
@javax.servlet.sip.annotation.SipServlet(name = "dns", loadOnStartup = 1)
public class DnsServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient SipAsync async;
  @Inject transient Dns dns;

  @Override
  protected void doOptions(SipServletRequest request) {
    String user = ((SipURI) request.getRequestURI()).getUser();
    if (user.matches("\\+?[0-9]+")) {
      async.call(dns.enumLookup(user).service("sip").into("found")).resume("found");
    } else {
      async
          .call(dns.srv(user + ".test").into("found"))
          .deadline(Duration.ofMillis(user.equals("silent") ? 200 : 20_000))
          .resume("found");
    }
  }

  @ResumeRoute
  void found(SipServletRequest request, Result result, @Avp("found") List<?> found)
      throws IOException {
    SipServletResponse response = request.createResponse(result.isOk() ? 200 : 404);
    response.setHeader("X-Rc", Integer.toString(result.returnCode()));
    response.setHeader("X-Found", String.valueOf(found));
    response.setHeader("X-Cause", String.valueOf(result.cause()));
    response.send();
  }
}
