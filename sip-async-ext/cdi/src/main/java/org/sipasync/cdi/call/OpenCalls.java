package org.sipasync.cdi.call;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sipasync.Problem;

/**
 * Calls and launches that a handler or route has created and not submitted yet. One still open at
 * the end of the handler was forgotten: a call without {@code resume(...)} would leave the caller
 * without an answer, for no visible reason.
 *
 * <p>Used by the handler's thread only.
 */
final class OpenCalls {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final ThreadLocal<OpenCalls> CURRENT = new ThreadLocal<>();

  /** Handlers' launches already logged. */
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private final OpenCalls outer;
  private final List<String> calls = new ArrayList<>(0);
  private final List<String> launches = new ArrayList<>(0);

  private OpenCalls(OpenCalls outer) {
    this.outer = outer;
  }

  /** Starts a handler or route on this thread. */
  static OpenCalls begin() {
    OpenCalls open = new OpenCalls(CURRENT.get());
    CURRENT.set(open);
    return open;
  }

  static void callBegun(String function) {
    OpenCalls open = CURRENT.get();
    if (open != null) {
      open.calls.add(function);
    }
  }

  static void callHandedOver(String function) {
    OpenCalls open = CURRENT.get();
    if (open != null) {
      open.calls.remove(function);
    }
  }

  static void launchBegun(String function) {
    OpenCalls open = CURRENT.get();
    if (open != null) {
      open.launches.add(function);
    }
  }

  static void launchStarted(String function) {
    OpenCalls open = CURRENT.get();
    if (open != null) {
      open.launches.remove(function);
    }
  }

  /**
   * Ends a handler or route on this thread.
   *
   * @param handler its name, for the message
   * @throws org.sipasync.SipAsyncException SIPA-0320 if a call was forgotten; the container answers
   *     500, as after any failed handler
   */
  void end(String handler) {
    leave();
    launches.stream()
        .filter(function -> TOLD.add(handler + " " + function))
        .forEach(
            function ->
                LOG.log(Level.WARNING, Problem.LAUNCH_FORGOTTEN.message(handler, function)));
    if (!calls.isEmpty()) {
      throw Problem.CALL_FORGOTTEN.exception(handler, calls.get(0), calls.get(0));
    }
  }

  /** Ends a failed handler or route on this thread, ignoring forgotten calls. */
  void leave() {
    CURRENT.set(outer); // not removed: the next handler sets it again
  }
}
