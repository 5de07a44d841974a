package org.sipasync.cdi.call;

import javax.servlet.sip.SipServletMessage;
import org.sipasync.function.Result;

/** Tracing of one application: a span per handler, operation and route. */
interface Tracing {

  /** Tracing of an application without traces, which creates no span. */
  Tracing OFF =
      new Tracing() {
        @Override
        public Current handler(SipServletMessage message, String servlet) {
          return null;
        }

        @Override
        public Operation operation(String function, String route, String callId) {
          return null;
        }
      };

  /**
   * Starts a trace for a servlet that handles a message.
   *
   * @return the current span; null for none
   */
  Current handler(SipServletMessage message, String servlet);

  /**
   * Starts an operation's span, as a child of the calling thread's current one.
   *
   * @return the operation's span; null for none
   */
  Operation operation(String function, String route, String callId);

  /** A span that is current on its thread until it is closed. */
  interface Current extends AutoCloseable {
    void failed(Throwable failure);

    @Override
    void close();
  }

  /** Span of an operation, with its parent. Thread-safe. */
  interface Operation {

    /** Opens a child span for blocking work on the calling thread. */
    Current work();

    /**
     * Opens the route's span on the calling thread: a child of the operation's parent, linked to
     * the operation.
     */
    Current route(String route, String callId);

    /**
     * Ends the operation's span.
     *
     * @param result null if it was abandoned
     */
    void ended(Result result);
  }
}
