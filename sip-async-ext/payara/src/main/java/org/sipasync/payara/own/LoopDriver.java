package org.sipasync.payara.own;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.sipasync.container.session.Lanes;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.LoopLeaders;
import org.sipasync.loop.LoopThread;
import org.sipasync.loop.Turn;
import org.sipasync.payara.server.ContextEntry;

/**
 * Driver of the SIP loop: a thread of its own, or leaders, which run fast handlers as well ({@code
 * sip.inline}).
 */
final class LoopDriver implements AutoCloseable {
  private static final String NAME = "sip-loop";

  private final EventLoop loop;

  /** Null if all handlers run on container threads. */
  private final LoopLeaders leaders;

  /** Null before the start, and if there are leaders. */
  private LoopThread thread;

  /**
   * Creates a driver that does not run yet.
   *
   * @param isInline true if fast handlers run where messages are read
   * @param pool runs the leaders
   * @param threads run all other handlers
   */
  LoopDriver(EventLoop loop, boolean isInline, Executor pool, Executor threads) {
    this.loop = loop;
    this.leaders =
        isInline ? new LoopLeaders(loop, NAME, pool, threads, ContextEntry::stayFor) : null;
  }

  /** Creates lanes whose fast work runs here, if any does. */
  Lanes lanes(Executor threads) {
    Consumer<Turn> inline = leaders == null ? null : leaders::execute;
    return new Lanes(threads, inline, System::nanoTime);
  }

  /** Starts to drive the loop. Call once. */
  void start() {
    if (leaders != null) {
      leaders.start();
    } else {
      thread = new LoopThread(loop, NAME);
    }
  }

  /** Number of handlers that run here. Thread-safe. */
  int busy() {
    return leaders == null ? 0 : leaders.busy();
  }

  @Override
  public void close() {
    if (leaders != null) {
      leaders.close();
    } else if (thread != null) {
      thread.close();
    }
  }
}
