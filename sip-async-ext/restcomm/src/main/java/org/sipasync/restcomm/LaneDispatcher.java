package org.sipasync.restcomm;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;

/**
 * Restcomm's dispatcher without threads of its own: what it hands to its executor runs in the lane
 * that it was called in.
 */
final class LaneDispatcher extends SipApplicationDispatcherImpl {
  private final ThreadPoolExecutor executor;

  LaneDispatcher(SipServer server) {
    executor = new InLane(server);
  }

  /**
   * Restcomm keeps its last event, and with it the application that was removed: give it another.
   */
  void forgetLastEvent() {
    removeSipApplication("");
  }

  @Override
  public ThreadPoolExecutor getAsynchronousExecutor() {
    return executor;
  }

  /** A ThreadPoolExecutor by type only: it never makes a thread. */
  private static final class InLane extends ThreadPoolExecutor {
    private final SipServer server;

    InLane(SipServer server) {
      super(0, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
      this.server = server;
    }

    @Override
    public void execute(Runnable task) {
      Lane lane = Lane.current();
      if (StackEvents.atHand()) {
        StackEvents.handOver(task);
      } else {
        (lane != null ? lane : server.lanes().create()).execute(task);
      }
    }
  }
}
