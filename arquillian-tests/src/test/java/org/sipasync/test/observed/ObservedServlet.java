package org.sipasync.test.observed;

import dev.failsafe.CircuitBreaker;
import io.opentelemetry.api.trace.Span;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.annotation.SipServlet;
import org.sipasync.Async;
import org.sipasync.ReportRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.admin.Administration;
import org.sipasync.annotation.Ack;
import org.sipasync.annotation.AnyMethod;
import org.sipasync.annotation.Bye;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Functions;
import org.sipasync.function.Result;
import org.sipasync.functions.resilience.Policies;
import org.sipasync.functions.resilience.Resilient;
import org.sipasync.functions.sleep.Sleep;
import org.sipasync.spi.LogContext;
import org.slf4j.MDC;

/** Waits for the backend that the Request-URI names. */
@SipServlet(name = "observed", loadOnStartup = 1)
public class ObservedServlet {
  @Inject SipAsync async;
  @Inject Administration administration;

  private final CircuitBreaker<Result> breaker =
      Policies.breaker().withFailureThreshold(1).withDelay(Duration.ofMinutes(5)).build();

  @AnyMethod
  @Async(resume = "answered")
  AsyncFunction any(SipServletRequest request) throws IOException {
    SipURI uri = (SipURI) request.getRequestURI();
    MDC.put("method", request.getMethod());
    return switch (uri.getUser()) {
      case "hung" -> hung("hung-backend");
      case "parts" -> Functions.all(hung("part-backend"), Sleep.millis(1));
      case "quick" -> Sleep.millis(Long.parseLong(uri.getParameter("ms")));
      case "slow" -> slow(Long.parseLong(uri.getParameter("ms")));
      case "work" -> Functions.blocking("work", ObservedServlet::seen).into("seen");
      case "broken" -> Resilient.of(broken()).breaker("backend", breaker);
      case "launch" -> {
        async.launch(hung("hung-launch")).report("reported");
        request.createResponse(200).send();
        yield null;
      }
      case "drain" -> {
        administration.drain(Duration.ofMillis(Long.parseLong(uri.getParameter("ms"))));
        request.createResponse(200).send();
        yield null;
      }
      default -> throw new IllegalArgumentException(uri.getUser());
    };
  }

  private static AsyncFunction hung(String name) {
    return Functions.completion(name, CompletableFuture::new);
  }

  private static AsyncFunction slow(long millis) {
    return Functions.completion(
        "slow-backend",
        () -> new CompletableFuture<>().completeOnTimeout("late", millis, TimeUnit.MILLISECONDS));
  }

  private static AsyncFunction broken() {
    return Functions.completion(
        "broken", () -> CompletableFuture.failedFuture(new IOException("refused")));
  }

  /** Returns the context of a blocking function. */
  private static String seen() {
    return Span.current().getSpanContext().getSpanId() + " " + LogContext.current().orElse(null);
  }

  @ResumeRoute
  void answered(SipServletRequest request, @ReturnCode int rc, Result result) throws IOException {
    SipServletResponse answer = request.createResponse(rc > 0 ? 200 : 480);
    answer.setHeader("X-Rc", Integer.toString(rc));
    answer.setHeader("X-Span", Span.current().getSpanContext().getSpanId());
    answer.setHeader("X-Log", String.valueOf(LogContext.current().orElse(null)));
    answer.setHeader("X-Seen", String.valueOf(result.outputs().get("seen")));
    answer.setHeader("X-Mdc", new TreeMap<>(MDC.getCopyOfContextMap()).toString());
    answer.setHeader("X-Logged", logged());
    answer.send();
  }

  /** Returns the text of the server's log. */
  private static String logged() {
    LogRecord record = new LogRecord(Level.INFO, "hello");
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      handler.getFilter().isLoggable(record);
    }
    return record.getMessage();
  }

  @ReportRoute
  void reported(@ReturnCode int rc) {
    Notebook.add("reported " + rc);
  }

  @Ack
  void confirmed(SipServletRequest ack) {}

  @Bye
  void over(SipServletRequest bye) throws IOException {
    bye.createResponse(200).send();
  }
}
