package org.sipasync.payara.own;

import java.util.HashMap;
import java.util.Map;
import org.sipasync.container.message.RefreshTerms;
import org.sipasync.jsr359.SessionKeepAlive.Refresher;
import org.sipasync.jsr359.SessionTimer;
import org.sipasync.payara.server.SessionTimerSettings;
import org.sipasync.payara.war.SipModule;

/** Session timers of a WAR's servlets: their annotations over the configuration. */
final class SessionTimers {
  private final RefreshTerms others;
  private final Map<String, RefreshTerms> byServlet = new HashMap<>();

  SessionTimers(SessionTimerSettings settings, SipModule module) {
    others = new RefreshTerms(settings.isOn(), settings.expires(), settings.min(), null);
    for (SipModule.Servlet servlet : module.servlets.values()) {
      SessionTimer annotation = servlet.type.getAnnotation(SessionTimer.class);
      if (annotation != null) {
        byServlet.put(servlet.name, terms(annotation));
      }
    }
  }

  private RefreshTerms terms(SessionTimer annotation) {
    int min = annotation.min() > 0 ? annotation.min() : others.min();
    int expires = annotation.expires() > 0 ? annotation.expires() : others.expires();
    return new RefreshTerms(true, expires, min, refresher(annotation.refresher()));
  }

  private static Refresher refresher(SessionTimer.Refresher wished) {
    return switch (wished) {
      case ANY -> null;
      case UAC -> Refresher.UAC;
      case UAS -> Refresher.UAS;
    };
  }

  /** Session timer of a servlet's dialogs. */
  RefreshTerms of(String servlet) {
    return byServlet.getOrDefault(servlet, others);
  }
}
