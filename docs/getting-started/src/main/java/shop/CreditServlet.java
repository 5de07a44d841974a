package shop;

import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.annotation.SipServlet;
import org.sipasync.Async;
import org.sipasync.Avp;
import org.sipasync.ReportRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.annotation.Bye;
import org.sipasync.annotation.Invite;
import org.sipasync.annotation.Message;
import org.sipasync.function.AsyncFunction;
import org.sipasync.functions.rest.Rest;
import org.sipasync.functions.rest.Url;

@SipServlet(name = "credit")
public class CreditServlet {
  private final LongAdder failed = new LongAdder();
  @Inject SipAsync async;
  @Inject Rest rest;

  @Invite @Async(resume = "credited", deadlineMillis = 800) // waits without a thread
  AsyncFunction invited(SipServletRequest invite) {
    return async.function("credit", uid(invite)).into("credit");
  }

  @ResumeRoute
  void credited(SipServletRequest invite, @ReturnCode int rc, @Avp("credit") Long credit)
      throws IOException {
    invite.createResponse(rc < 0 ? 503 : credit != null && credit > 0 ? 200 : 402).send();
  }

  @Message
  void pushed(SipServletRequest message) throws IOException {
    Url gateway = Url.of("http://127.0.0.1:8080/push/{user}").with("user", uid(message));
    async.launch(rest.post(gateway)).report("counted"); // does not wait
    message.createResponse(200).send();
  }

  @ReportRoute
  void counted(@ReturnCode int rc) {
    if (rc < 0) failed.increment();
  }

  @Bye
  void hungUp(SipServletRequest bye) throws IOException {
    bye.createResponse(200).send();
  }

  private static String uid(SipServletRequest request) {
    return ((SipURI) request.getFrom().getURI()).getUser();
  }
}
