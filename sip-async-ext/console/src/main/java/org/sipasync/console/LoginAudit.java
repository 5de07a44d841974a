package org.sipasync.console;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.sipasync.Problem;
import org.sipasync.support.LogText;

/** Logs successful and failed logins. Administration logs the actions. */
final class LoginAudit {
  private static final Logger LOG = System.getLogger("org.sipasync.audit");
  private static final int MAX_LENGTH = 80;

  private LoginAudit() {}

  static void log(Problem act, Object... details) {
    LOG.log(Level.INFO, act.message(details));
  }

  /** Cleans an untrusted name for one log line. */
  static String clean(String name) {
    return LogText.clean(name, MAX_LENGTH);
  }
}
