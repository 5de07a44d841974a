package org.sipasync.container.session;

import java.util.function.Supplier;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSessionsUtil;

/** SipSessionsUtil of one application. Thread-safe. */
public final class SessionsUtil implements SipSessionsUtil {
  private final Sessions sessions;
  private final Supplier<Application> application;

  /**
   * Creates the utility; its application need not be complete yet.
   *
   * @param application called on each look-up of a session
   */
  public SessionsUtil(Sessions sessions, Supplier<Application> application) {
    this.sessions = sessions;
    this.application = application;
  }

  @Override
  public SipApplicationSession getApplicationSessionById(String id) {
    return sessions.byId(application.get(), id);
  }

  @Override
  public SipApplicationSession getApplicationSessionByKey(String key, boolean create) {
    return create
        ? sessions.createByKey(application.get(), key)
        : sessions.byKey(application.get(), key);
  }

  @Override
  public SipSession getCorrespondingSipSession(SipSession session, String header) {
    return ((DialogSession) session).corresponding(header);
  }
}
