package org.sipasync.cdi.call;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.enterprise.inject.spi.CDI;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.eclipse.microprofile.config.ConfigProvider;
import org.sipasync.Problem;
import org.sipasync.function.Result;

/** Tracing by the application's OpenTelemetry. */
final class OpenTelemetryTracing implements Tracing {
  private static final Logger LOG = System.getLogger("org.sipasync");

  /** Methods used in span names, which must be few, while requests may have any method. */
  private static final Set<String> METHODS =
      Set.of(
          "INVITE",
          "ACK",
          "BYE",
          "CANCEL",
          "REGISTER",
          "OPTIONS",
          "MESSAGE",
          "INFO",
          "UPDATE",
          "PRACK",
          "SUBSCRIBE",
          "NOTIFY",
          "REFER",
          "PUBLISH");

  private final Tracer tracer;
  private final String application;

  OpenTelemetryTracing(Tracer tracer, String application) {
    this.tracer = tracer;
    this.application = application;
  }

  /**
   * Returns the tracing of the calling thread's application: {@link Tracing#OFF} unless {@code
   * otel.sdk.disabled} is false.
   */
  static Tracing of(String application) {
    boolean disabled =
        ConfigProvider.getConfig()
            .getOptionalValue("otel.sdk.disabled", Boolean.class)
            .orElse(true);
    if (disabled) {
      return OFF;
    }
    try {
      OpenTelemetry telemetry = CDI.current().select(OpenTelemetry.class).get();
      return new OpenTelemetryTracing(telemetry.getTracer("org.sipasync"), application);
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.WARNING, Problem.NO_TRACES.message(application, e));
      return OFF;
    }
  }

  @Override
  public Current handler(SipServletMessage message, String servlet) {
    String method = METHODS.contains(message.getMethod()) ? message.getMethod() : "other";
    boolean isResponse = message instanceof SipServletResponse;
    Span span =
        tracer
            .spanBuilder(isResponse ? "sip response " + method : "sip " + method)
            .setNoParent()
            .setSpanKind(message instanceof SipServletRequest ? SpanKind.SERVER : SpanKind.INTERNAL)
            .setAttribute("sip.call_id", message.getCallId())
            .setAttribute("sip_async.application", application)
            .setAttribute("sip_async.servlet", servlet)
            .startSpan();
    if (message instanceof SipServletResponse response) {
      span.setAttribute("sip.status_code", response.getStatus());
    }
    return new Now(span, true, span.storeInContext(Context.root()).makeCurrent());
  }

  @Override
  public Operation operation(String function, String route, String callId) {
    Context context = Context.current();
    Span span =
        tracer
            .spanBuilder(function)
            .setParent(context)
            .setAttribute("sip.call_id", callId)
            .setAttribute("sip_async.application", application)
            .setAttribute("sip_async.route", route)
            .startSpan();
    return new Carried(context, span);
  }

  /**
   * @param ends true if the span ends with its scope on this thread
   */
  private record Now(Span span, boolean ends, Scope scope) implements Current {
    @Override
    public void failed(Throwable failure) {
      if (ends) {
        span.recordException(failure);
        span.setStatus(StatusCode.ERROR);
      }
    }

    @Override
    public void close() {
      scope.close();
      if (ends) {
        span.end();
      }
    }
  }

  private final class Carried implements Operation {
    private final Context context;
    private final Span operation;

    Carried(Context context, Span operation) {
      this.context = context;
      this.operation = operation;
    }

    @Override
    public Current work() {
      return new Now(operation, false, context.with(operation).makeCurrent());
    }

    @Override
    public Current route(String route, String callId) {
      Span span =
          tracer
              .spanBuilder("route " + route)
              .setParent(context)
              .addLink(operation.getSpanContext())
              .setAttribute("sip.call_id", callId)
              .setAttribute("sip_async.application", application)
              .setAttribute("sip_async.route", route)
              .startSpan();
      return new Now(span, true, context.with(span).makeCurrent());
    }

    @Override
    public void ended(Result result) {
      if (result == null) {
        operation.setAttribute("sip_async.cancelled", true);
      } else {
        operation.setAttribute("sip_async.return_code", result.returnCode());
        operation.setStatus(result.isOk() ? StatusCode.OK : StatusCode.ERROR);
      }
      operation.end();
    }
  }
}
