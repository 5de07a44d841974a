package org.sipasync.cdi.engine;

import java.time.Duration;
import org.sipasync.core.DrivenEngine;
import org.sipasync.core.EngineSettings;
import org.sipasync.loop.EventLoop;

/**
 * Makes hosts of an engine whose one loop the test drives itself; tasks run where they are given.
 */
public final class DrivenHost {
  private DrivenHost() {}

  /** Creates a host; launches have no grace period. */
  public static EngineHost on(EventLoop loop) {
    return new EngineHost(
        new Settings(
            EngineSettings.defaults(),
            8,
            new Deadlines(Duration.ofSeconds(30), Duration.ofSeconds(5)),
            Duration.ZERO,
            false,
            false,
            false),
        DrivenEngine.on(loop),
        new BoundedPool(Runnable::run, 8));
  }
}
