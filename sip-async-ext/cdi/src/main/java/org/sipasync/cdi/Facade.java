package org.sipasync.cdi;

import java.time.Duration;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.AsyncCall;
import org.sipasync.Avps;
import org.sipasync.Problem;
import org.sipasync.SipAsync;
import org.sipasync.function.AsyncFunction;

/** What applications inject. */
final class Facade implements SipAsync {

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
  public Avps avps(SipServletMessage message) {
    return new MessageAvps(notNull(message, "The message of async.avps(...)"), "the handler");
  }

  /** One call in the making; used by one thread. */
  private static final class Call implements AsyncCall {
    private final AsyncFunction function;
    private Duration deadline;
    private SipServletRequest request;
    private Duration retryAfter;
    private boolean handedOver;

    Call(AsyncFunction function) {
      this.function = function;
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
      Application.current(function)
          .handOver(new CallDescription(function, route, deadline, request, retryAfter));
      handedOver = true;
    }
  }
}
