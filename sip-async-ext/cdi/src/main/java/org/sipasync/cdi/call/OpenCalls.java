package org.sipasync.cdi.call;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sipasync.Problem;

/**
 * The calls and launches that a handler or route has begun to describe and not handed over yet. One
 * that is still open when the handler ends was forgotten: a call without {@code resume(...)} would
 * leave the caller without an answer, and nobody would know why.
 *
 * <p>Used by the handler's thread only.
 */
final class OpenCalls {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final ThreadLocal<OpenCalls> CURRENT = new ThreadLocal<>();

  /** Launches of handlers that were told of. */
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private final OpenCalls outer;
  private final List<String> calls = new ArrayList<>(0);
  private final List<String> launches = new ArrayList<>(0);

  private OpenCalls(OpenCalls outer) {
    this.outer = outer;
  }

  /** A handler or route begins on this thread. */
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
   * The handler or route has ended on this thread.
   *
   * @param handler its name, for the message
   * @throws org.sipasync.SipAsyncException SIPA-0320 if it has forgotten a call: the container
   *     answers 500, as whenever a handler fails
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

  /** The handler or route has failed on this thread: what it has forgotten does not matter. */
  void leave() {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }
}
