package org.sipasync.cdi;

import java.time.Duration;
import org.sipasync.AsyncCall;
import org.sipasync.Problem;
import org.sipasync.SipAsync;
import org.sipasync.function.AsyncFunction;

/** What applications inject. */
final class Facade implements SipAsync {

  @Override
  public AsyncCall call(AsyncFunction function) {
    if (function == null) {
      throw Problem.NULL_ARGUMENT.exception("The function of async.call(...)");
    }
    return new Call(function);
  }

  /** One call in the making; used by one thread. */
  private static final class Call implements AsyncCall {
    private final AsyncFunction function;
    private Duration deadline;
    private boolean handedOver;

    Call(AsyncFunction function) {
      this.function = function;
    }

    @Override
    public AsyncCall deadline(Duration value) {
      if (value == null) {
        throw Problem.NULL_ARGUMENT.exception("The deadline of an async call");
      }
      deadline = value;
      return this;
    }

    @Override
    public void resume(String route) {
      if (handedOver) {
        throw Problem.CALL_USED_TWICE.exception();
      }
      Application.current().suspend(function, deadline, route);
      handedOver = true;
    }
  }
}
