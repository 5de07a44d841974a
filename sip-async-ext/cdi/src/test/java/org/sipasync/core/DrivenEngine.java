package org.sipasync.core;

import java.util.List;
import org.sipasync.loop.EventLoop;

/** Makes engines whose one loop the test drives itself. */
public final class DrivenEngine {
  private DrivenEngine() {}

  /** Creates an engine without threads. */
  public static Engine on(EventLoop loop) {
    return new Engine(new EngineSettings(1, 1_000, 1_000), List.of(loop), false);
  }
}
