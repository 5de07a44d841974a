package org.sipasync.test.pojo;

import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.TimerService;
import javax.servlet.sip.annotation.SipListener;
import javax.servlet.sip.annotation.SipServlet;
import org.sipasync.Async;
import org.sipasync.AsyncCall;
import org.sipasync.Avp;
import org.sipasync.Avps;
import org.sipasync.Param;
import org.sipasync.ReportRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.SipAsyncException;
import org.sipasync.annotation.AnyMethod;
import org.sipasync.annotation.Bye;
import org.sipasync.annotation.ErrorResponse;
import org.sipasync.annotation.Invite;
import org.sipasync.annotation.Message;
import org.sipasync.annotation.Options;
import org.sipasync.annotation.SuccessResponse;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Functions;
import org.sipasync.function.Result;
import org.sipasync.functions.sleep.Sleep;

/** Authenticates, rates, answers; launches by order of MESSAGE requests. */
@SipServlet(name = "pojo", loadOnStartup = 1)
@SipListener
public class Pojo implements TimerListener, SipApplicationSessionListener {
  @Inject SipAsync async;
  @Inject Accounts accounts;
  @Inject Notes notes;
  @Inject SipFactory factory;
  @Inject TimerService timers;

  private static String parameter(SipServletRequest request, String name) {
    return ((SipURI) request.getRequestURI()).getParameter(name);
  }

  // --- two suspensions, read from top to bottom

  @Invite
  @Async(resume = "credited")
  AsyncCall invited(SipServletRequest invite) throws IOException {
    if (parameter(invite, "uid") == null) {
      invite.createResponse(400).send();
      return null;
    }
    return async.call(async.function("credit", parameter(invite, "uid"), 2).into("credit"));
  }

  @ResumeRoute
  @Async(resume = "rated", deadlineMillis = 500)
  AsyncFunction credited(
      SipServletRequest invite,
      @ReturnCode int rc,
      Result result,
      @Avp("credit") Long credit,
      Accounts bean)
      throws IOException {
    if (rc < 0 || bean == null) {
      SipServletResponse sorry = invite.createResponse(rc == -3 ? 504 : 404);
      sorry.setHeader("X-Rc", Integer.toString(rc));
      sorry.setHeader("X-Cause", String.valueOf(result.cause()));
      sorry.send();
      return null;
    }
    return Functions.all(async.function("tariff", "any").into("tariff"), Sleep.millis(20));
  }

  @ResumeRoute
  void rated(
      SipServletRequest invite,
      @Avp("credit") long credit,
      @Avp("tariff") String tariff,
      @Avp("currency") String currency)
      throws IOException {
    SipServletResponse ok = invite.createResponse(200);
    ok.setHeader("X-Account", credit + " " + currency + " " + tariff);
    ok.send();
  }

  @Bye
  void bye(SipServletRequest bye) throws IOException {
    bye.createResponse(200).send();
  }

  @AnyMethod
  void other(SipServletRequest request) throws IOException {
    SipServletResponse answer = request.createResponse(200);
    answer.setHeader("X-Handler", "any");
    answer.send();
  }

  // --- launches

  @Message
  void message(SipServletRequest message, SipApplicationSession session) throws Exception {
    String who = parameter(message, "who");
    String text = "";
    switch (((SipURI) message.getRequestURI()).getUser()) {
      case "notes" -> text = notes.of(who);
      case "launch" -> async.launch(sleep(message).into("slept")).parameter(who).report("reported");
      case "silent" -> async.launch(Functions.blocking("silent", () -> noted(who))).start();
      case "push" -> accounts.push(who);
      case "code" -> accounts.pushWithCode(who);
      case "later" -> accounts.pushLater(who);
      case "deadline" ->
          async
              .launch(Sleep.millis(20_000))
              .deadline(Duration.ofMillis(60))
              .parameter(who)
              .report("reported");
      case "forever" ->
          async
              .launch(Sleep.millis(3_600_000))
              .deadline(Duration.ofHours(2))
              .parameter(who)
              .report("reported");
      case "broken" -> async.launch(new Broken()).parameter(who).report("reported");
      case "timer" -> timers.createTimer(session, 30, false, who);
      case "outbound" -> outbound(message, session);
      case "mistake" -> text = mistake();
      default -> text = "?";
    }
    SipServletResponse ok = message.createResponse(200);
    ok.setContent(text, "text/plain");
    ok.send();
    notes.add(String.valueOf(who), "answered");
  }

  private static AsyncFunction sleep(SipServletRequest message) {
    return Sleep.millis(Integer.parseInt(parameter(message, "ms")));
  }

  private String noted(String who) {
    notes.add(who, "done in silence");
    return who;
  }

  private String mistake() {
    StringBuilder texts = new StringBuilder();
    for (Runnable wrong :
        new Runnable[] {
          () -> async.launch(Sleep.millis(1)).report("repotred"),
          () -> async.function("credti", "x", 1),
          () -> async.function("credit", 1),
          () -> async.launch(Sleep.millis(1)).deadline(Duration.ofDays(2)).start(),
        }) {
      try {
        wrong.run();
      } catch (SipAsyncException e) {
        texts.append(e.getMessage()).append('\n');
      }
    }
    return texts.toString();
  }

  @ReportRoute
  void reported(@ReturnCode int rc, Result result, @Param String who, Avps avps) {
    System.setProperty("test.report", who + " " + rc);
    notes.add(
        who,
        "report "
            + rc
            + " "
            + (result.cause() == null ? "" : result.cause().getMessage())
            + avps.names());
  }

  @ReportRoute
  void pushed(@ReturnCode int rc, @Param String who, Result result) {
    notes.add(who, "pushed " + rc + (result.cause() == null ? "" : " " + result.cause()));
  }

  @Override
  public void timeout(ServletTimer timer) {
    async.launch(Sleep.millis(1)).parameter(timer.getInfo()).report("reported");
  }

  @Override
  public void sessionCreated(SipApplicationSessionEvent event) {
    async.launch(Sleep.millis(1)).parameter("listener").report("reported");
  }

  @Override
  public void sessionDestroyed(SipApplicationSessionEvent event) {}

  @Override
  public void sessionExpired(SipApplicationSessionEvent event) {}

  @Override
  public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {}

  // --- responses

  private void outbound(SipServletRequest message, SipApplicationSession session) throws Exception {
    SipServletRequest options =
        factory.createRequest(
            session,
            "OPTIONS",
            "sip:pojo@127.0.0.1",
            "sip:" + parameter(message, "to") + "@127.0.0.1:" + message.getLocalPort());
    options.send();
  }

  @Options
  void options(SipServletRequest options) throws IOException {
    options
        .createResponse(((SipURI) options.getTo().getURI()).getUser().equals("busy") ? 486 : 200)
        .send();
  }

  @Options
  @SuccessResponse
  void optionsOk(SipServletResponse response) {
    notes.add("responses", "optionsOk " + response.getStatus());
  }

  @ErrorResponse
  void error(SipServletResponse response) {
    notes.add("responses", "error " + response.getStatus());
  }

  /** A function that cannot start. */
  record Broken() implements AsyncFunction {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public org.sipasync.function.Started start(org.sipasync.function.Operation operation) {
      return new org.sipasync.function.Started.NotStarted(-2, new IOException("no way"));
    }
  }
}
