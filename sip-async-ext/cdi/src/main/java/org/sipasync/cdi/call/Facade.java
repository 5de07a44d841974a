package org.sipasync.cdi.call;

import java.time.Duration;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.AsyncCall;
import org.sipasync.Avps;
import org.sipasync.LaunchCall;
import org.sipasync.Problem;
import org.sipasync.SipAsync;
import org.sipasync.cdi.route.MessageAvps;
import org.sipasync.function.AsyncFunction;

/** Implementation of {@link SipAsync} for injection. */
public final class Facade implements SipAsync {

  private static <T> T notNull(T value, String what) {
    if (value == null) {
      throw Problem.NULL_ARGUMENT.exception(what);
    }
    return value;
  }

  @Override
  public AsyncCall call(AsyncFunction function) {
    return new Call(notNull(function, "The function of async.call(...)"));
  }

  @Override
  public LaunchCall launch(AsyncFunction function) {
    return new Launch(notNull(function, "The function of async.launch(...)"));
  }

  @Override
  public AsyncFunction function(String name, Object... arguments) {
    return NamedFunction.of(
        AsyncApplication.current("async.function(" + name + ")"), name, arguments);
  }

  @Override
  public Avps avps(SipServletMessage message) {
    return new MessageAvps(notNull(message, "The message of async.avps(...)"), "the handler");
  }

  /** Builder of one call; used by one thread. */
  private static final class Call implements AsyncCall {
    private final AsyncFunction function;
    private Duration deadline;
    private SipServletRequest request;
    private Duration retryAfter;
    private boolean handedOver;

    Call(AsyncFunction function) {
      this.function = function;
      OpenCalls.callBegun(function.name());
    }

    @Override
    public AsyncCall deadline(Duration value) {
      deadline = notNull(value, "The deadline of an async call");
      return this;
    }

    @Override
    public AsyncCall before(SipServletRequest value) {
      request = notNull(value, "The request of an async call");
      return this;
    }

    @Override
    public AsyncCall refuseWhenFull(Duration value) {
      retryAfter = notNull(value, "The Retry-After of an async call");
      return this;
    }

    @Override
    public void resume(String route) {
      if (handedOver) {
        throw Problem.CALL_USED_TWICE.exception();
      }
      OpenCalls.callHandedOver(function.name());
      AsyncApplication.current("async.call(" + function.name() + ")")
          .handOver(new CallDescription(function, route, deadline, request, retryAfter));
      handedOver = true;
    }
  }

  /** Builder of one launch; used by one thread. */
  private static final class Launch implements LaunchCall {
    private final AsyncFunction function;
    private Duration deadline;
    private Object parameter;
    private boolean launched;

    Launch(AsyncFunction function) {
      this.function = function;
      OpenCalls.launchBegun(function.name());
    }

    @Override
    public LaunchCall deadline(Duration value) {
      deadline = notNull(value, "The deadline of a launch");
      return this;
    }

    @Override
    public LaunchCall parameter(Object value) {
      parameter = value;
      return this;
    }

    @Override
    public void report(String route) {
      go(notNull(route, "The name of a report route"));
    }

    @Override
    public void start() {
      go(null);
    }

    private void go(String report) {
      if (launched) {
        throw Problem.CALL_USED_TWICE.exception();
      }
      AsyncApplication.current("async.launch(" + function.name() + ")")
          .launch(function, deadline, parameter, report);
      launched = true;
    }
  }
}
