package org.sipasync.test.functions;

import dev.failsafe.CircuitBreaker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.annotation.SipServlet;
import org.sipasync.Async;
import org.sipasync.AsyncCall;
import org.sipasync.Avp;
import org.sipasync.CancelRoute;
import org.sipasync.Param;
import org.sipasync.ReportRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.annotation.AnyMethod;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Functions;
import org.sipasync.function.Result;
import org.sipasync.functions.events.Events;
import org.sipasync.functions.exec.Exec;
import org.sipasync.functions.resilience.Policies;
import org.sipasync.functions.resilience.Resilient;
import org.sipasync.functions.sleep.Sleep;
import org.sipasync.functions.sql.Sql;

/** Waits for the function that the Request-URI names, and answers with what came of it. */
@SipServlet(name = "functions", loadOnStartup = 1)
public class FunctionsServlet {
  @Inject SipAsync async;
  @Inject Sql sql;
  @Inject Exec exec;
  @Inject Events events;
  private final CircuitBreaker<Result> breaker =
      Policies.breaker().withFailureThreshold(2).withDelay(Duration.ofMinutes(1)).build();
  private final Map<String, String> reports = new ConcurrentHashMap<>();

  @AnyMethod
  @Async(resume = "answer")
  AsyncCall any(SipServletRequest request) throws IOException {
    SipURI uri = (SipURI) request.getRequestURI();
    String arg = String.valueOf(uri.getParameter("arg"));
    if (uri.getUser().equals("launch")) {
      async.launch(function(uri.getParameter("fn"), arg)).parameter(arg).report("report");
      request.createResponse(200).send();
      return null;
    }
    if (uri.getUser().equals("report")) {
      SipServletResponse ok = request.createResponse(200);
      ok.setHeader("X-Value", reports.getOrDefault(arg, "none"));
      ok.send();
      return null;
    }
    AsyncCall call = async.call(function(uri.getUser(), arg).into("value"));
    String deadline = uri.getParameter("deadline");
    return deadline == null ? call : call.deadline(Duration.ofMillis(Long.parseLong(deadline)));
  }

  private AsyncFunction function(String name, String arg) {
    return switch (name) {
      case "sql" -> sql.queryOne("SELECT 'credit of ' || ?", arg);
      case "sqlslow" ->
          sql.queryOne("SELECT COUNT(*) FROM SYSTEM_RANGE(1, 100000000000) WHERE MOD(x, 7) = 3");
      case "sqlempty" -> sql.queryOne("SELECT 1 WHERE 1 = 0");
      case "sqlupdate" -> sql.update("CREATE TABLE IF NOT EXISTS t (x INT)");
      case "exec" -> exec.run("/bin/echo", "-n", "--", arg);
      case "execslow" -> exec.run("/bin/sleep", "60");
      case "event" -> events.await(arg);
      case "publish" -> Functions.blocking("publish", () -> events.publish(arg, "event of " + arg));
      case "waiting" ->
          Functions.blocking("waiting", () -> events.waiting() + " " + exec.running());
      case "retry" ->
          Resilient.of(failing())
              .retry(Policies.retry().withMaxAttempts(3).withDelay(Duration.ofMillis(10)).build())
              .orElse(Functions.blocking("fallback", () -> "fallback"));
      case "breaker" -> Resilient.of(failing()).breaker(breaker);
      case "all" ->
          Functions.all(
              sql.queryOne("SELECT 1").into("one"),
              exec.run("/bin/echo", "-n", "two").into("two"),
              Sleep.millis(20));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static AsyncFunction failing() {
    return Functions.blocking(
        "failing",
        () -> {
          throw new IOException("always down");
        });
  }

  @ResumeRoute
  void answer(
      SipServletRequest request,
      @ReturnCode int rc,
      Result result,
      @Avp("value") Object value,
      @Avp("one") Object one,
      @Avp("two") Object two)
      throws IOException {
    SipServletResponse answer = request.createResponse(rc > 0 ? 200 : rc == -3 ? 504 : 503);
    answer.setHeader("X-Rc", Integer.toString(rc));
    answer.setHeader("X-Value", String.valueOf(value));
    answer.setHeader("X-Both", one + " " + two);
    answer.setHeader("X-Cause", result.cause() == null ? "none" : result.cause().toString());
    answer.send();
  }

  @CancelRoute
  void answer() {}

  @ReportRoute
  void report(@ReturnCode int rc, @Param String arg, Result result) {
    reports.put(arg, rc + " " + result.value());
  }
}
