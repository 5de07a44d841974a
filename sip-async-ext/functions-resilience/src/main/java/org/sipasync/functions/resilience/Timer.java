package org.sipasync.functions.resilience;

import java.time.Duration;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.Started;

/** A delay on the event loop. */
record Timer(String name, Duration time, Result result) implements AsyncFunction {

  @Override
  public Started start(Operation operation) {
    return new Started.OnTimer(time, result);
  }
}
