package org.sipasync.test.app;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TimerService;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.annotation.SipListener;
import org.sipasync.Avp;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.SipAsyncException;
import org.sipasync.function.Functions;
import org.sipasync.function.Result;
import org.sipasync.functions.sleep.Sleep;

/** Does what the user part of the Request-URI says. */
@javax.servlet.sip.annotation.SipServlet(name = "one", loadOnStartup = 1)
@SipListener
public class OneServlet extends SipServlet
    implements SipApplicationSessionListener, javax.servlet.sip.TimerListener {
  private static final long serialVersionUID = 1L;

  @Inject transient SipAsync async;
  @Inject transient Counter counter;
  @Inject transient SipFactory injectedFactory;
  @Inject transient TimerService injectedTimers;
  @Inject transient SipSessionsUtil injectedSessions;
  @Resource transient SipFactory resourceFactory;
  @Resource transient TimerService resourceTimers;
  @Resource transient SipSessionsUtil resourceSessions;

  @Override
  protected void doInvite(SipServletRequest request) throws IOException, TooManyHopsException {
    handle(request);
  }

  @Override
  protected void doOptions(SipServletRequest request) throws IOException, TooManyHopsException {
    handle(request);
  }

  @Override
  protected void doMessage(SipServletRequest request) throws IOException, TooManyHopsException {
    handle(request);
  }

  private void handle(SipServletRequest request) throws IOException, TooManyHopsException {
    SipURI uri = (SipURI) request.getRequestURI();
    counter.count(request.getCallId());
    switch (request.isInitial() ? uri.getUser() : request.getHeader("X-Do")) {
      case "pause" -> pause(request, "paused");
      case "chain" -> pause(request, "second");
      case "environment" -> pause(request, "environment");
      case "transaction" -> transaction(request);
      case "blocking" -> blocking("value of " + request.getMethod());
      case "failing" -> failing();
      case "disobedient" -> disobedient(request);
      case "lost" -> lost(request);
      case "committed" -> committed(request);
      case "twice" -> twice(request);
      case "injected" -> injected(request);
      case "timer" -> timer(request);
      case "notes" -> notes(request, uri.getParameter("call"));
      case "b2bua" -> b2bua(request, Integer.parseInt(uri.getParameter("port")));
      case "proxy" -> proxy(request, Integer.parseInt(uri.getParameter("port")));
      default -> request.createResponse(404).send();
    }
  }

  private static int millis(SipServletRequest request) {
    String ms =
        request.isInitial()
            ? ((SipURI) request.getRequestURI()).getParameter("ms")
            : request.getHeader("X-Ms");
    return ms == null ? 100 : Integer.parseInt(ms);
  }

  private void pause(SipServletRequest request, String route) {
    counter.note(request.getCallId(), "handler on " + Thread.currentThread().getName());
    async.call(Sleep.millis(millis(request))).resume(route);
  }

  @ResumeRoute
  void paused(SipServletRequest request, @ReturnCode int rc) throws IOException {
    counter.note(request.getCallId(), "resumed rc=" + rc);
    SipServletResponse ok = request.createResponse(200);
    ok.setHeader("X-Rc", Integer.toString(rc));
    ok.setHeader("X-Handled", Integer.toString(counter.count(request.getCallId()) - 1));
    ok.send();
  }

  @ResumeRoute
  private void second(SipServletRequest request) {
    request.getApplicationSession().setAttribute("steps", 2);
    async.call(Sleep.millis(10)).deadline(Duration.ofSeconds(20)).resume("third");
  }

  @ResumeRoute("third")
  void lastOfThree(SipServletRequest request, @Avp("steps") long steps) throws IOException {
    SipServletResponse ok = request.createResponse(200);
    ok.setHeader("X-Steps", Long.toString(steps + 1));
    ok.send();
  }

  @ResumeRoute("environment")
  void environment(SipServletRequest request, SipApplicationSession session, SipSession leg)
      throws IOException {
    SipServletResponse ok = request.createResponse(200);
    ok.setHeader("X-Environment", Surroundings.here());
    ok.setHeader("X-Session", Boolean.toString(leg.getApplicationSession().equals(session)));
    ok.send();
  }

  /** Begins transactions and leaves them. */
  private void transaction(SipServletRequest request) {
    request.setAttribute("handler", Surroundings.beginTransaction());
    pause(request, "transacted");
  }

  @ResumeRoute
  void transacted(SipServletRequest request) throws IOException {
    SipServletResponse ok = request.createResponse(200);
    ok.setHeader(
        "X-Before", request.getAttribute("handler") + ", " + Surroundings.beginTransaction());
    ok.send();
  }

  private void blocking(String value) {
    async
        .call(
            Functions.blocking(
                    "compute",
                    () ->
                        value
                            + " by "
                            + Thread.currentThread().getName()
                            + " in "
                            + Surroundings.here())
                .into("computed"))
        .resume("computed");
  }

  @ResumeRoute
  void computed(SipServletRequest request, @ReturnCode int rc, @Avp("computed") String computed)
      throws IOException {
    SipServletResponse ok = request.createResponse(200);
    ok.setHeader("X-Rc", Integer.toString(rc));
    ok.setHeader("X-Computed", computed);
    ok.send();
  }

  private void failing() {
    async
        .call(
            Functions.blocking(
                "fail",
                () -> {
                  throw new IOException("out of order");
                }))
        .resume("failed");
  }

  @ResumeRoute
  void failed(SipServletRequest request, Result result) throws IOException {
    SipServletResponse answer = request.createResponse(503);
    answer.setHeader("X-Rc", Integer.toString(result.returnCode()));
    answer.setHeader("X-Cause", result.cause().toString());
    answer.send();
  }

  /** Answers and changes the message after it was suspended (rule A1). */
  private void disobedient(SipServletRequest request) {
    pause(request, "paused");
    List<Runnable> attempts =
        List.of(
            () -> request.createResponse(200),
            () -> request.setHeader("X-Late", "1"),
            () -> {
              try {
                request.getProxy();
              } catch (TooManyHopsException e) {
                throw new IllegalStateException(e);
              }
            });
    for (Runnable attempt : attempts) {
      try {
        attempt.run();
        counter.note(request.getCallId(), "allowed");
      } catch (SipAsyncException e) {
        counter.note(request.getCallId(), "refused " + e.getMessage());
      }
    }
  }

  private void lost(SipServletRequest request) {
    try {
      pause(request, "pausd");
    } catch (SipAsyncException e) {
      counter.note(request.getCallId(), e.getMessage());
      throw e;
    }
  }

  private void committed(SipServletRequest request) throws IOException {
    request.createResponse(200).send();
    try {
      pause(request, "paused");
    } catch (SipAsyncException e) {
      counter.note(request.getCallId(), e.getMessage());
    }
  }

  private void twice(SipServletRequest request) {
    pause(request, "paused");
    try {
      pause(request, "second");
    } catch (SipAsyncException e) {
      counter.note(request.getCallId(), e.getMessage());
    }
  }

  private void injected(SipServletRequest request) throws IOException {
    boolean all =
        injectedFactory != null
            && injectedTimers != null
            && injectedSessions != null
            && injectedFactory == resourceFactory
            && injectedTimers == resourceTimers
            && injectedSessions == resourceSessions
            && injectedFactory == getServletContext().getAttribute(SIP_FACTORY);
    SipServletResponse ok = request.createResponse(200);
    ok.setHeader("X-Injected", Boolean.toString(all));
    ok.setHeader("X-Uri", injectedFactory.createSipURI("made", "by.factory").toString());
    ok.send();
  }

  private void timer(SipServletRequest request) {
    request.getApplicationSession().setAttribute("request", request);
    injectedTimers.createTimer(request.getApplicationSession(), 50, false, "late");
  }

  @Override
  public void timeout(javax.servlet.sip.ServletTimer timer) {
    SipServletRequest request =
        (SipServletRequest) timer.getApplicationSession().getAttribute("request");
    try {
      SipServletResponse ok = request.createResponse(200);
      ok.setHeader("X-Environment", Surroundings.here());
      ok.setHeader("X-Info", timer.getInfo().toString());
      ok.send();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void sessionCreated(SipApplicationSessionEvent event) {
    if (counter.notes("listener").size() < 100) { // all of them would not fit a datagram
      counter.note("listener", Surroundings.here());
    }
  }

  @Override
  public void sessionDestroyed(SipApplicationSessionEvent event) {}

  @Override
  public void sessionExpired(SipApplicationSessionEvent event) {}

  @Override
  public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {}

  private void notes(SipServletRequest request, String call) throws IOException {
    SipServletResponse ok = request.createResponse(200);
    ok.setContent(String.join("\n", counter.notes(call)), "text/plain");
    ok.send();
  }

  @Override
  protected void doInfo(SipServletRequest info) throws IOException {
    String number = info.getHeader("X-Number");
    counter.note(info.getCallId(), "begin " + number);
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    counter.note(info.getCallId(), "end " + number);
    info.createResponse(200).send();
  }

  @Override
  protected void doBye(SipServletRequest bye) throws IOException {
    if (bye.getApplicationSession().getAttribute("proxied") != null) {
      return; // the container proxies what follows
    }
    if (linked(bye) != null) {
      bye.getB2buaHelper().createRequest(linked(bye), bye, null).send();
    }
    bye.createResponse(200).send();
    bye.getApplicationSession().setInvalidateWhenReady(true);
  }

  private static SipSession linked(SipServletRequest request) {
    return request.getB2buaHelper().getLinkedSession(request.getSession());
  }

  private void b2bua(SipServletRequest request, int port) throws IOException, TooManyHopsException {
    B2buaHelper helper = request.getB2buaHelper();
    SipServletRequest leg = helper.createRequest(request, true, null);
    leg.setRequestURI(callee(port));
    leg.send();
  }

  private void proxy(SipServletRequest request, int port) throws TooManyHopsException {
    Proxy proxy = request.getProxy();
    request.getApplicationSession().setAttribute("proxied", true);
    proxy.setRecordRoute(true);
    proxy.proxyTo(callee(port));
  }

  private SipURI callee(int port) {
    SipURI uri = injectedFactory.createSipURI("callee", "127.0.0.1");
    uri.setPort(port);
    return uri;
  }

  @Override
  protected void doSuccessResponse(SipServletResponse response) throws IOException {
    if (response.getApplicationSession().getAttribute("proxied") != null) {
      return;
    }
    SipSession other = linked(response.getRequest());
    if (other != null && response.getMethod().equals("INVITE")) {
      response.createAck().send();
      response
          .getRequest()
          .getB2buaHelper()
          .createResponseToOriginalRequest(other, 200, "OK")
          .send();
    }
  }
}
