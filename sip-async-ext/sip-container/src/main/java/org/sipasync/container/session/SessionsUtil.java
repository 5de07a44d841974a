package org.sipasync.container.session;

import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSessionsUtil;

/** SipSessionsUtil of one application. Thread-safe. */
public final class SessionsUtil implements SipSessionsUtil {
  private final Sessions sessions;
  private final Application application;

  public SessionsUtil(Sessions sessions, Application application) {
    this.sessions = sessions;
    this.application = application;
  }

  @Override
  public SipApplicationSession getApplicationSessionById(String id) {
    return sessions.byId(application, id);
  }

  @Override
  public SipApplicationSession getApplicationSessionByKey(String key, boolean create) {
    return create ? sessions.createByKey(application, key) : sessions.byKey(application, key);
  }

  @Override
  public SipSession getCorrespondingSipSession(SipSession session, String header) {
    return sessions.related(((DialogSession) session).initialRequest(), header);
  }
}
