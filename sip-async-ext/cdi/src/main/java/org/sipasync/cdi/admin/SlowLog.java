package org.sipasync.cdi.admin;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.sipasync.Problem;
import org.sipasync.core.Engine;
import org.sipasync.core.SlowOperation;

/** Logs operations that take longer than {@code sip.async.slow}. */
final class SlowLog {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private final Engine engine;

  SlowLog(Engine engine) {
    this.engine = engine;
  }

  /** Logs new slow operations; called once a second, which limits the lines per function. */
  void tell() {
    engine.slowOperations().forEach(slow -> LOG.log(Level.WARNING, text(slow)));
  }

  static String text(SlowOperation slow) {
    return (slow.hangs() ? Problem.HANGS : Problem.SLOW)
        .message(
            slow.function(),
            slow.time().toMillis(),
            Audit.clean(slow.label()),
            slow.route(),
            slow.application(),
            slow.more() == 0 ? "" : " (and " + slow.more() + " more)");
  }
}
