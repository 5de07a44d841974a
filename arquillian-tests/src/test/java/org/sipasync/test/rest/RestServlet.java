package org.sipasync.test.rest;

import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import org.eclipse.microprofile.config.ConfigProvider;
import org.sipasync.Avp;
import org.sipasync.ResumeRoute;
import org.sipasync.SipAsync;
import org.sipasync.function.Result;
import org.sipasync.functions.rest.Rest;
import org.sipasync.functions.rest.Url;

/** Asks the backend for the user in the Request-URI. */
@javax.servlet.sip.annotation.SipServlet(name = "rest", loadOnStartup = 1)
public class RestServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient SipAsync async;
  @Inject transient Rest rest;

  @Override
  protected void doOptions(SipServletRequest request) {
    String user = ((SipURI) request.getRequestURI()).getUser();
    String backend = ConfigProvider.getConfig().getValue("backend", String.class);
    async
        .call(
            rest.get(Url.of(backend + "/users/{user}").with("user", user))
                .into("body")
                .statusInto("status"))
        .deadline(Duration.ofMillis(user.equals("mute") ? 500 : 20_000))
        .resume("answered");
  }

  @ResumeRoute
  void answered(
      SipServletRequest request,
      Result result,
      @Avp("body") String body,
      @Avp("status") Integer status)
      throws IOException {
    SipServletResponse response = request.createResponse(result.isOk() ? 200 : 504);
    response.setHeader("X-Rc", Integer.toString(result.returnCode()));
    response.setHeader("X-Status", String.valueOf(status));
    response.setHeader("X-Body", String.valueOf(body));
    response.setHeader("X-Cause", String.valueOf(result.cause()));
    response.send();
  }
}
