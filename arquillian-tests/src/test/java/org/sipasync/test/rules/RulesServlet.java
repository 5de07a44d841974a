package org.sipasync.test.rules;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.TimerService;
import javax.servlet.sip.annotation.SipListener;
import org.sipasync.Avp;
import org.sipasync.Avps;
import org.sipasync.CancelReason;
import org.sipasync.CancelRoute;
import org.sipasync.Param;
import org.sipasync.ReportRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.SipAsyncException;
import org.sipasync.function.Functions;
import org.sipasync.function.Result;
import org.sipasync.functions.sleep.Sleep;

/** Does what the user part of the Request-URI says. */
@javax.servlet.sip.annotation.SipServlet(name = "rules", loadOnStartup = 1)
@SipListener
public class RulesServlet extends SipServlet implements TimerListener {
  private static final long serialVersionUID = 1L;

  @Inject transient SipAsync async;
  @Inject transient Notes notes;
  @Inject transient SipFactory factory;
  @Inject transient TimerService timers;

  @Override
  protected void doInvite(SipServletRequest request) throws IOException, ServletException {
    handle(request);
  }

  @Override
  protected void doOptions(SipServletRequest request) throws IOException, ServletException {
    handle(request);
  }

  @Override
  protected void doMessage(SipServletRequest request) throws IOException, ServletException {
    handle(request);
  }

  private void handle(SipServletRequest request) throws IOException, ServletException {
    SipURI uri = (SipURI) request.getRequestURI();
    String user = request.isInitial() ? uri.getUser() : request.getHeader("X-Do");
    switch (user) {
      case "notes" -> answer(request, 200, notes.of(uri.getParameter("call")));
      case "resumed" -> answer(request, 200, notes.resumedTwice());
      case "inside" -> answer(request, 200, Inside.look());
      case "hold" -> async.call(Sleep.millis(number(uri, "ms"))).resume("held");
      case "race" -> race(request, Duration.ofMillis(number(uri, "ms")));
      case "flood" -> async.call(Sleep.millis(number(uri, "ms"))).resume("flooded");
      case "launches" -> launches(request, number(uri, "n"));
      case "deadline" ->
          async.call(Sleep.millis(20_000)).deadline(Duration.ofMillis(80)).resume("expired");
      case "zero" -> async.call(Sleep.millis(1)).deadline(Duration.ZERO).resume("held");
      case "beyond" -> async.call(Sleep.millis(1)).deadline(Duration.ofMinutes(10)).resume("held");
      case "nothing" -> async.call(null).resume("held");
      case "invalidate" -> invalidate(request);
      case "short" -> expireSoon(request);
      case "chain" -> chain(request, number(uri, "n"));
      case "avps" -> avps(request);
      case "misfit" -> async.call(Functions.blocking("x", () -> "text").into("x")).resume("misfit");
      case "stage" -> stage(request);
      case "state" -> {
        notes.add(request.getCallId(), "session=" + request.getApplicationSession().getId());
        async.call(Sleep.millis(300).into("slept")).resume("held");
      }
      case "atonce" -> atOnce(request);
      case "echo" ->
          async
              .call(new Echo("hello", number(uri, "port")).into("echo"))
              .deadline(Duration.ofMillis(400))
              .resume("echoed");
      case "late" -> late(request);
      case "bounded" ->
          async
              .call(Sleep.millis(number(uri, "ms")))
              .refuseWhenFull(Duration.ofSeconds(7))
              .resume("held");
      case "look" -> look(request);
      case "silent" -> async.call(Sleep.millis(1)).resume("silent");
      case "timer" -> timer(request);
      case "outbound" -> outbound(request, number(uri, "port"));
      case "proxylater" -> async.call(Sleep.millis(50)).resume("proxyNow");
      case "legging" -> async.call(Sleep.millis(50)).resume("legNow");
      default -> answer(request, 404, "");
    }
  }

  private static int number(SipURI uri, String name) {
    return Integer.parseInt(uri.getParameter(name));
  }

  private static void answer(SipServletRequest request, int status, String body)
      throws IOException {
    SipServletResponse response = request.createResponse(status);
    if (!body.isEmpty()) {
      response.setContent(body, "text/plain");
    }
    response.send();
  }

  // --- CANCEL and the race

  @ResumeRoute
  void held(SipServletRequest request, @ReturnCode int rc) throws IOException {
    notes.add(request.getCallId(), "resumed " + rc);
    answer(request, 200, "");
  }

  @CancelRoute
  void held(SipServletRequest request, SipApplicationSession session, @CancelReason String why) {
    notes.add(request.getCallId(), "cancel route, session " + session.isValid());
    notes.add(request.getCallId(), "because: " + why);
    try {
      request.createResponse(200).send();
      notes.add(request.getCallId(), "answered after the end");
    } catch (SipAsyncException e) {
      notes.add(request.getCallId(), e.getMessage());
    } catch (IOException e) {
      notes.add(request.getCallId(), e.toString());
    }
  }

  @Override
  protected void doCancel(SipServletRequest cancel) {
    notes.add(cancel.getCallId(), "doCancel");
  }

  /** The operation ends within a tenth of a millisecond of its deadline, before or after. */
  private void race(SipServletRequest request, Duration deadline) {
    long microseconds = Math.floorMod(request.getCallId().hashCode(), 200) - 100;
    async
        .call(Sleep.of(deadline.plus(microseconds, ChronoUnit.MICROS)))
        .deadline(deadline)
        .resume("raced");
  }

  @ResumeRoute
  void raced(SipServletRequest request, @ReturnCode int rc) throws IOException {
    notes.resumed(request.getCallId());
    answer(request, rc > 0 ? 200 : 504, "");
  }

  // --- deadline, bounds, chains

  @ResumeRoute
  void expired(SipServletRequest request, Result result) throws IOException {
    SipServletResponse response = request.createResponse(504);
    response.setHeader("X-Rc", Integer.toString(result.returnCode()));
    response.setHeader("X-Cause", result.cause().getMessage());
    response.send();
  }

  @ResumeRoute
  void flooded(SipServletRequest request, @ReturnCode int rc) throws IOException {
    answer(request, rc > 0 ? 200 : rc == -4 ? 503 : 500, "");
    request.getApplicationSession().setInvalidateWhenReady(true);
  }

  private void launches(SipServletRequest request, int number) throws IOException {
    for (int i = 0; i < number; i++) {
      async.launch(Sleep.millis(1_500)).parameter(request.getCallId()).report("launched");
    }
    answer(request, 200, "");
  }

  @ReportRoute
  void launched(@ReturnCode int rc, @Param String callId) {
    notes.add(callId, "launched " + rc);
  }

  private void chain(SipServletRequest request, int length) {
    async.avps(request).set("left", length);
    async.call(Sleep.millis(0)).resume("link");
  }

  @ResumeRoute
  void link(SipServletRequest request, @Avp("left") int left, Avps avps) throws IOException {
    avps.set("left", left - 1);
    avps.set("deepest", Math.max(depth(), deepest(avps)));
    if (left > 1) {
      async.call(Sleep.millis(0)).resume("link");
    } else {
      SipServletResponse ok = request.createResponse(200);
      ok.setHeader("X-Depth", avps.get("deepest", String.class));
      ok.send();
    }
  }

  private static int depth() {
    return Thread.currentThread().getStackTrace().length;
  }

  private static int deepest(Avps avps) {
    Integer deepest = avps.get("deepest", Integer.class);
    return deepest == null ? 0 : deepest;
  }

  @ResumeRoute
  void silent(SipServletRequest request) {
    notes.add(request.getCallId(), "silent");
  }

  // --- AVPs and functions

  private void avps(SipServletRequest request) {
    Avps avps = async.avps(request);
    avps.set("number", 41);
    request.getApplicationSession().setAttribute("attribute", "of the session");
    async.call(Functions.blocking("one", () -> 1L).into("one")).resume("added");
  }

  @ResumeRoute
  void added(
      SipServletRequest request,
      Avps avps,
      @Avp("one") int one,
      @Avp("attribute") String attribute,
      @Avp("missing") String missing)
      throws IOException {
    SipServletResponse ok = request.createResponse(200);
    ok.setHeader("X-Sum", Integer.toString(avps.get("number", Integer.class) + one));
    ok.setHeader("X-Attribute", attribute + ", " + missing + ", " + avps.names().size());
    ok.send();
  }

  @ResumeRoute
  void misfit(SipServletRequest request, @Avp("x") int number) throws IOException {
    answer(request, 200, "");
  }

  private void stage(SipServletRequest request) {
    async
        .call(
            Functions.completion("client", () -> CompletableFuture.completedFuture("from client"))
                .into("text"))
        .resume("staged");
  }

  @ResumeRoute
  void staged(SipServletRequest request, @Avp("text") String text) throws IOException {
    answer(request, 200, text);
  }

  private void atOnce(SipServletRequest request) {
    async
        .call(Functions.completion("ready", () -> CompletableFuture.completedFuture(1)))
        .resume("atOnceDone");
    try {
      Thread.sleep(50); // the operation is done long before the handler returns
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    notes.add(request.getCallId(), "handler ends");
  }

  @ResumeRoute
  void atOnceDone(SipServletRequest request) throws IOException {
    notes.add(request.getCallId(), "route runs");
    answer(request, 200, "");
  }

  @ResumeRoute
  void echoed(SipServletRequest request, @ReturnCode int rc, @Avp("echo") String echo)
      throws IOException {
    SipServletResponse response = request.createResponse(rc > 0 ? 200 : 504);
    response.setHeader("X-Rc", Integer.toString(rc));
    response.setHeader("X-Echo", String.valueOf(echo));
    response.send();
  }

  // --- sessions that end

  private void late(SipServletRequest request) {
    request.getApplicationSession().setAttribute("late", request);
    timers.createTimer(request.getApplicationSession(), 32_500, false, "late");
  }

  private void answerLate(SipServletRequest request) {
    try {
      request.createResponse(200).send();
    } catch (SipAsyncException e) {
      notes.add(request.getCallId(), e.getMessage());
    } catch (IOException e) {
      notes.add(request.getCallId(), e.toString());
    }
  }

  private void invalidate(SipServletRequest request) throws IOException {
    answer(request, 200, "");
    request.getApplicationSession().invalidate();
  }

  private void expireSoon(SipServletRequest request) {
    request.getApplicationSession().setExpires(1);
    async.call(Sleep.of(Duration.ofSeconds(63))).deadline(Duration.ofSeconds(70)).resume("held");
  }

  // --- where there is no transaction (A10), and requests of our own

  @Override
  protected void doAck(SipServletRequest ack) {
    try {
      async.call(Sleep.millis(20)).resume("acknowledged");
    } catch (SipAsyncException e) {
      notes.add(ack.getCallId(), e.getMessage());
    }
    notes.add(ack.getCallId(), "after async in doAck");
  }

  @ResumeRoute
  void acknowledged(SipServletRequest ack, @ReturnCode int rc) {
    notes.add(ack.getCallId(), "acknowledged " + ack.getMethod() + " " + rc);
  }

  private void timer(SipServletRequest request) throws IOException {
    answer(request, 200, "");
    timers.createTimer(request.getApplicationSession(), 20, false, request.getCallId());
  }

  @Override
  public void timeout(ServletTimer timer) {
    if (timer.getInfo().equals("late")) {
      answerLate((SipServletRequest) timer.getApplicationSession().getAttribute("late"));
      return;
    }
    async.call(Functions.blocking("info", timer::getInfo).into("call")).resume("inTimer");
  }

  @ResumeRoute
  void inTimer(SipServletRequest none, @Avp("call") String call, @ReturnCode int rc) {
    notes.add(call, "timer waited, rc " + rc + ", message " + none);
  }

  private void outbound(SipServletRequest request, int port) throws IOException, ServletException {
    answer(request, 200, "");
    SipApplicationSession session = request.getApplicationSession();
    SipServletRequest own =
        factory.createRequest(session, "MESSAGE", "sip:rules@127.0.0.1", "sip:callee@127.0.0.1");
    own.setRequestURI(callee(port));
    own.setHeader("X-Call", request.getCallId());
    async.call(Sleep.millis(30)).before(own).resume("sendNow");
    try {
      own.send();
      notes.add(request.getCallId(), "sent too early");
    } catch (SipAsyncException e) {
      notes.add(request.getCallId(), e.getMessage());
    }
  }

  @ResumeRoute
  void sendNow(SipServletRequest own) throws IOException {
    own.send();
  }

  @Override
  protected void doSuccessResponse(SipServletResponse response)
      throws ServletException, IOException {
    if (response.getRequest().getHeader("X-Call") != null) {
      async.call(Sleep.millis(30)).resume("answeredLater");
    } else if (response.getMethod().equals("INVITE") && !isProxied(response)) {
      response.createAck().send();
      response
          .getRequest()
          .getB2buaHelper()
          .createResponseToOriginalRequest(
              response.getRequest().getB2buaHelper().getLinkedSession(response.getSession()),
              200,
              "OK")
          .send();
    }
  }

  private static boolean isProxied(SipServletResponse response) {
    return response.getProxy() != null;
  }

  @ResumeRoute
  void answeredLater(SipServletResponse response) {
    notes.add(
        response.getRequest().getHeader("X-Call"), "suspended response " + response.getStatus());
  }

  @ResumeRoute
  void proxyNow(SipServletRequest request) throws ServletException {
    request.getProxy().setRecordRoute(false);
    request.getProxy().proxyTo(callee(number((SipURI) request.getRequestURI(), "port")));
  }

  @ResumeRoute
  void legNow(SipServletRequest request) throws IOException, ServletException {
    SipServletRequest leg = request.getB2buaHelper().createRequest(request, true, null);
    leg.setRequestURI(callee(number((SipURI) request.getRequestURI(), "port")));
    leg.send();
  }

  private SipURI callee(int port) {
    SipURI uri = factory.createSipURI("callee", "127.0.0.1");
    uri.setPort(port);
    return uri;
  }

  @Override
  protected void doBye(SipServletRequest bye) throws IOException {
    answer(bye, 200, "");
  }

  // --- the state that the session keeps (A14)

  /** Writes what the session keeps of its suspension and reads it back. */
  private void look(SipServletRequest request) throws IOException {
    SipApplicationSession session = request.getApplicationSession();
    String kept = "nothing kept";
    for (Iterator<String> names = session.getAttributeNames(); names.hasNext(); ) {
      String name = names.next();
      if (name.startsWith("org.sipasync.suspended.")) {
        kept = roundTrip(session.getAttribute(name));
      }
    }
    answer(request, 200, kept);
  }

  private static String roundTrip(Object state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(state);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return String.valueOf(in.readObject());
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }
}
