package org.sipasync.test.console;

import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import org.eclipse.microprofile.config.ConfigProvider;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.rest.Rest;
import org.sipasync.functions.rest.Url;
import org.sipasync.functions.sleep.Sleep;

/** Asks the web service for "stock"; pauses for all others. Answers 480 where it was cancelled. */
@javax.servlet.sip.annotation.SipServlet(name = "shop", loadOnStartup = 1)
public class ShopServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient SipAsync async;
  @Inject transient Rest rest;

  @Override
  protected void doInvite(SipServletRequest invite) {
    SipURI called = (SipURI) invite.getRequestURI();
    if (called.getUser().equals("stock")) {
      String backend = ConfigProvider.getConfig().getValue("backend", String.class);
      async
          .call(rest.get(Url.of(backend + "/stock/{item}").with("item", "tea")))
          .deadline(Duration.ofSeconds(60))
          .resume("counted");
    } else {
      async.call(Sleep.millis(Long.parseLong(called.getParameter("ms")))).resume("paused");
    }
  }

  @Override
  protected void doBye(SipServletRequest bye) throws IOException {
    bye.createResponse(200).send();
  }

  @ResumeRoute
  void counted(SipServletRequest invite, @ReturnCode int rc) throws IOException {
    invite.createResponse(rc > 0 ? 200 : rc == ReturnCodes.CANCELLED ? 480 : 503).send();
  }

  @ResumeRoute
  void paused(SipServletRequest invite, @ReturnCode int rc) throws IOException {
    invite.createResponse(rc > 0 ? 200 : rc == ReturnCodes.CANCELLED ? 480 : 503).send();
  }
}
