package org.sipasync.spi;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;

/** An application whose messages the engine may suspend. Thread-safe. */
public interface DeployedApplication {

  /**
   * Returns the parts of the application for the start-up line, as in {@code "resume routes a, b"}.
   *
   * @return never null
   */
  List<String> announcement();

  /**
   * Opens the engine's context on the calling thread, where a SIP servlet is about to handle a
   * message. Called in the application's context and under the session's lock; does not block.
   *
   * @param message the message; not null
   * @param servlet the servlet's name; not null
   * @return the scope, to be closed on the same thread after the message has been handled; never
   *     null
   */
  ContextScope openScope(SipServletMessage message, String servlet);

  /**
   * Opens the engine's context on the calling thread, where code of the application without a
   * message is about to run. Called in the application's context; does not block.
   *
   * @param name the code's name, for the log; not null
   * @return the scope, to be closed on the same thread after the code has run; never null
   */
  ContextScope openScope(String name);

  /**
   * Starts a function that the container needs for a message, such as the look-up of a secret. It
   * is bounded and limited in time as a suspended call's. Callable from any thread; does not block.
   *
   * @param message the message, whose life limits the time; not null
   * @param function the function; not null
   * @param onEnd gets the result, on an event loop or a library's thread; must not block; not null
   */
  void start(SipServletMessage message, AsyncFunction function, Consumer<Result> onEnd);

  /**
   * Goes on with a message that a node which is gone had suspended: runs its function again, or its
   * route with {@link org.sipasync.function.ReturnCodes#NODE_LOST}. Called as a handler of the
   * message, within an {@link #openScope}.
   *
   * @param message the message, answerable; not null
   * @param route name of its resume route; not null
   * @param function the function to run again; null for none
   * @param remaining time that it has left; not negative
   * @throws Exception what the route throws
   */
  void takeOver(SipServletMessage message, String route, AsyncFunction function, Duration remaining)
      throws Exception;

  /**
   * Ends operations in flight: launches after a grace period (rule L7), suspensions immediately.
   * Called once, after the application's sessions have ended, on a thread that may block. Throws
   * nothing.
   */
  void undeploy();
}
