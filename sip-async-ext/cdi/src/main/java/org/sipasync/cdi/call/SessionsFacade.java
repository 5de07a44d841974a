package org.sipasync.cdi.call;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import javax.servlet.sip.SipApplicationSession;
import org.sipasync.Problem;
import org.sipasync.SipSessions;

/** Implementation of {@link SipSessions} for injection. */
public final class SessionsFacade implements SipSessions {

  @Override
  public CompletionStage<Void> run(SipApplicationSession session, Work work) {
    check(work);
    return call(
        session,
        () -> {
          work.run();
          return null;
        });
  }

  @Override
  public <T> CompletionStage<T> call(SipApplicationSession session, Callable<T> work) {
    check(work);
    if (session == null) {
      throw Problem.NULL_ARGUMENT.exception("The session of sessions.run(...)");
    }
    return AsyncApplication.currentOr(session, "sessions.run").context().inTurn(session, work);
  }

  private static void check(Object work) {
    if (work == null) {
      throw Problem.NULL_ARGUMENT.exception("The work of sessions.run(...)");
    }
  }
}
