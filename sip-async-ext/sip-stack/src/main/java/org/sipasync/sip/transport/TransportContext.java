package org.sipasync.sip.transport;

import java.net.SocketAddress;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.transport.TransportCounters.Counter;
import org.sipasync.support.LimitedLog;

/** Shared context of the transports of one loop. */
record TransportContext(
    EventLoop loop,
    TransportLimits limits,
    TransportUser user,
    TransportCounters counters,
    LimitedLog log,
    TapHolder tap) {
  private static final System.Logger.Level LEVEL = System.Logger.Level.INFO;

  /** Creates a context that nobody observes. */
  TransportContext(
      EventLoop loop,
      TransportLimits limits,
      TransportUser user,
      TransportCounters counters,
      LimitedLog log) {
    this(loop, limits, user, counters, log, new TapHolder());
  }

  /**
   * Logs one line per cause and minute. Throws nothing, although a logger without file descriptors
   * may.
   */
  void log(String cause, SocketAddress peer, Object detail) {
    log(cause, "", peer, detail);
  }

  /** Logs as above, one line per cause, kind and minute; both are constants. */
  void log(String cause, String kind, SocketAddress peer, Object detail) {
    try {
      log.log(LEVEL, cause + kind, cause + ", peer " + peer + ": " + detail);
    } catch (RuntimeException | Error e) {
      counters.add(Counter.LOG_FAILURES);
    }
  }

  /**
   * Describes a failure and its place in one line, without a trace: peers may provoke it as often
   * as they like.
   */
  static String place(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length == 0 ? failure.toString() : failure + " at " + trace[0];
  }

  /** Counts a message that was not sent and tells its sender asynchronously. */
  void failed(Runnable onFailed) {
    counters.add(Counter.SENDS_FAILED);
    if (onFailed != null) {
      loop.execute(onFailed);
    }
  }
}
