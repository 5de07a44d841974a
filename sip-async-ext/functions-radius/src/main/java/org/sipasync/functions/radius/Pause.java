package org.sipasync.functions.radius;

import java.time.Duration;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.Started;

/** Delay between two tries. */
record Pause(Duration duration) implements AsyncFunction {
  @Override
  public String name() {
    return "radius_timer";
  }

  @Override
  public Started start(Operation operation) {
    return new Started.OnTimer(duration, Result.ok());
  }
}
