package org.sipasync;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import javax.servlet.sip.SipApplicationSession;

/**
 * Runs work on a SipApplicationSession from any thread: HTTP servlets, message-driven beans,
 * timers, report routes. The work runs as a handler of the session does: in its turn, so that it
 * overlaps no other handler of the session; on a container thread; in the application's context
 * (rule A4). Injected into HTTP servlets, SIP servlets and CDI beans.
 *
 * <pre>{@code
 * @Inject SipSessions sessions;
 *
 * protected void doPost(HttpServletRequest request, HttpServletResponse response) {
 *   SipApplicationSession call = ((ConvergedHttpSession) request.getSession()).getApplicationSession();
 *   sessions.run(call, () -> dial(call));
 * }
 * }</pre>
 *
 * <h2>Thread</h2>
 *
 * Both methods return immediately; thread-safe. Called by a handler of the same session, the work
 * runs after the handler has returned: do not wait for it there.
 *
 * <h2>Failure</h2>
 *
 * The stage completes exceptionally with what the work has thrown, or with a {@link
 * SipAsyncException} if the work did not run: SIPA-0031 if the session or its application has ended
 * before the turn, SIPA-0033 if the turn has not come within 30 seconds. Work whose stage is
 * cancelled before its turn does not run. Exceptions of the work are logged, too.
 *
 * <p>Dependent stages run on the thread that has done the work, in the session's turn: keep them
 * short.
 */
public interface SipSessions {

  /**
   * Enqueues work in a session's turn.
   *
   * @param session a valid session of this application; not null
   * @param work may use the session, {@link SipAsync#call(org.sipasync.function.AsyncFunction)
   *     async.call(...)} with {@link AsyncCall#before}, and launches; not null
   * @return completes with null; never null
   * @throws SipAsyncException SIPA-0030 if the session is another application's, SIPA-0031 if it is
   *     over, SIPA-0032 if too much work waits, SIPA-0034 if the container cannot do it
   */
  CompletionStage<Void> run(SipApplicationSession session, Work work);

  /**
   * Enqueues work with a value in a session's turn, as {@link #run}.
   *
   * @param session a valid session of this application; not null
   * @param work its value may be null; not null
   * @return completes with the work's value; never null
   * @throws SipAsyncException as {@link #run}
   */
  <T> CompletionStage<T> call(SipApplicationSession session, Callable<T> work);

  /** Work that may fail as a SIP handler may. */
  @FunctionalInterface
  interface Work {
    /** Does the work, in the session's turn. */
    void run() throws Exception;
  }
}
