package org.sipasync.cdi.call;

import javax.servlet.sip.SipServletMessage;
import org.sipasync.function.Result;

/** The traces of one application: a span for each handler, operation and route. */
interface Tracing {

  /** For an application without traces: no span is ever made. */
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
   * A servlet begins to handle a message: a new trace.
   *
   * @return null for none
   */
  Current handler(SipServletMessage message, String servlet);

  /**
   * An operation begins, as a child of what is current on the calling thread.
   *
   * @return null for none
   */
  Operation operation(String function, String route, String callId);

  /** A span that is current on its thread until it is closed. */
  interface Current extends AutoCloseable {
    void failed(Throwable failure);

    @Override
    void close();
  }

  /** The span of an operation, and what was current when it began. Safe for use by many threads. */
  interface Operation {

    /** The operation's blocking work begins on the calling thread, as a child of it. */
    Current work();

    /**
     * The route begins on the calling thread: a child of what was current when the operation began,
     * with a link to the operation.
     */
    Current route(String route, String callId);

    /**
     * The operation has ended.
     *
     * @param result null if nobody waits for it any longer
     */
    void ended(Result result);
  }
}
