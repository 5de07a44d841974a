package org.sipasync.test.silent;

import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Logger;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.annotation.SipServlet;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.function.Functions;

/** Mistakes that used to say nothing. */
@SipServlet(name = "silent")
public class SilentServlet extends javax.servlet.sip.SipServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger("shop");

  @Inject transient SipAsync async;

  @Override
  protected void doOptions(SipServletRequest request) throws IOException {
    LOG.info("An application's own line");
    request.createResponse(200).send();
  }

  @Override
  @SuppressWarnings("CheckReturnValue")
  protected void doMessage(SipServletRequest request) {
    async.call(Functions.completion("forgotten", () -> CompletableFuture.completedFuture(1)));
  }

  @Override
  @SuppressWarnings("CheckReturnValue")
  protected void doRegister(SipServletRequest request) throws IOException {
    async.launch(Functions.completion("unstarted", () -> CompletableFuture.completedFuture(1)));
    request.createResponse(200).send();
  }

  @Override
  protected void doInvite(SipServletRequest request) {
    async
        .call(
            Functions.completion(
                "broken",
                () -> CompletableFuture.failedFuture(new IllegalStateException("no table USERS"))))
        .resume("ended");
  }

  @ResumeRoute
  void ended(SipServletRequest request, @ReturnCode int rc) throws IOException {
    request.createResponse(rc > 0 ? 200 : 503).send();
  }
}
