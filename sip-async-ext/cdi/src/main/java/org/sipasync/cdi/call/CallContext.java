package org.sipasync.cdi.call;

import java.util.Map;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.function.Result;
import org.sipasync.spi.ContextScope;
import org.sipasync.spi.LogContext;
import org.sipasync.spi.SipApplicationContext;

/**
 * Context of an application's code: log context, SLF4J context if present, trace. Kept across
 * suspensions (rule A4).
 */
public final class CallContext {
  private final String application;
  private final Tracing tracing;
  private final Mdc mdc;

  /**
   * @param mdc the SLF4J context; null for none
   */
  CallContext(String application, Tracing tracing, Mdc mdc) {
    this.application = application;
    this.tracing = tracing;
    this.mdc = mdc;
  }

  /** Opens the context of a servlet that handles a message. */
  public ContextScope handler(SipServletMessage message, String servlet) {
    return open(message.getCallId(), servlet, null, tracing.handler(message, servlet));
  }

  /** Opens the context of code that handles no message. */
  public ContextScope work(String name) {
    return open("none", name, null, null);
  }

  /**
   * Captures the calling thread's context for a starting operation.
   *
   * @param callId "none" without a message
   */
  Carried carry(String function, String route, String callId) {
    return new Carried(
        callId, route, tracing.operation(function, route, callId), mdc == null ? null : mdc.copy());
  }

  private ContextScope open(
      String callId, String name, Map<String, String> values, Tracing.Current span) {
    LogContext before = LogContext.set(new LogContext(application, callId, name));
    Map<String, String> valuesBefore = null;
    if (mdc != null) {
      valuesBefore = mdc.copy();
      if (values != null) {
        mdc.set(values);
      }
      mdc.put("application", application);
      mdc.put("callId", callId);
      mdc.put("route", name);
    }
    return new Open(name, before, span, valuesBefore);
  }

  private final class Open implements ContextScope {
    private final LogContext before;
    private final Tracing.Current span;
    private final Map<String, String> valuesBefore;
    private final String name;
    private final OpenCalls calls = OpenCalls.begin();
    private boolean hasFailed;

    Open(String name, LogContext before, Tracing.Current span, Map<String, String> valuesBefore) {
      this.name = name;
      this.before = before;
      this.span = span;
      this.valuesBefore = valuesBefore;
    }

    @Override
    public void failed(Throwable failure) {
      hasFailed = true;
      if (span != null) {
        span.failed(failure);
      }
    }

    @Override
    public void close() {
      if (span != null) {
        span.close();
      }
      if (mdc != null) {
        mdc.set(valuesBefore);
      }
      LogContext.set(before);
      if (hasFailed) {
        calls.leave();
      } else {
        calls.end(name);
      }
    }
  }

  /** Context that an operation carries to its route, across threads. */
  final class Carried {
    private final String callId;
    private final String route;
    private final Tracing.Operation operation;
    private final Map<String, String> values;

    private Carried(
        String callId, String route, Tracing.Operation operation, Map<String, String> values) {
      this.callId = callId;
      this.route = route;
      this.operation = operation;
      this.values = values;
    }

    /** Opens the context of the operation's blocking work on the calling thread. */
    ContextScope work() {
      return open(callId, route, values, operation == null ? null : operation.work());
    }

    /** Runs a route on the calling thread: the named one or its cancel route. */
    void run(SipApplicationContext.Handler code) throws Exception {
      Tracing.Current span = operation == null ? null : operation.route(route, callId);
      try (ContextScope scope = open(callId, route, values, span)) {
        try {
          code.handle();
        } catch (Exception e) {
          scope.failed(e);
          throw e;
        }
      }
    }

    /**
     * Records the end of the operation.
     *
     * @param result null if it was abandoned
     */
    void ended(Result result) {
      if (operation != null) {
        operation.ended(result);
      }
    }
  }
}
