package org.sipasync.container.session;

import java.io.IOException;
import java.util.function.Consumer;
import org.sipasync.container.message.RequestFacade;

/**
 * Constraints on who may send requests to an application's servlets (JSR 289, 17); the server
 * module implements it. Thread-safe.
 */
public interface Access {
  /** Anybody may send anything. */
  Access OPEN =
      new Access() {
        @Override
        public boolean guards(String servlet, String method) {
          return false;
        }

        @Override
        public void check(RequestFacade request, String servlet, Consumer<Verdict> onDecided) {
          onDecided.accept(admitted -> true);
        }
      };

  /** True if requests of a method to a servlet are to be checked. */
  boolean guards(String servlet, String method);

  /**
   * Checks a request; does not block. In the lane of its session, outside the application's
   * context.
   *
   * @param onDecided gets the verdict, once, on any thread, perhaps before this returns
   */
  void check(RequestFacade request, String servlet, Consumer<Verdict> onDecided);

  /** Decision on a request. */
  @FunctionalInterface
  interface Verdict {
    /**
     * Names the request's sender, or answers it, in the lane of its session.
     *
     * @return true if the servlet gets the request
     */
    boolean apply(RequestFacade request) throws IOException;
  }
}
