package org.sipasync.test.clustered;

import java.io.Serializable;
import java.time.Duration;
import org.sipasync.function.Delay;

/** Waits, as a function does that must not run twice. */
public record Once(Duration duration) implements Delay, Serializable {
  @Override
  public String name() {
    return "once";
  }
}
