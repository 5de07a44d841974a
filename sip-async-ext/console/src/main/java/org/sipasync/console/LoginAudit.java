package org.sipasync.console;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.sipasync.Problem;
import org.sipasync.support.LogText;

/** Writes down who logs in, and who could not. What is steered, Administration writes down. */
final class LoginAudit {
  private static final Logger LOG = System.getLogger("org.sipasync.audit");
  private static final int MAX_LENGTH = 80;

  private LoginAudit() {}

  static void log(Problem act, Object... details) {
    LOG.log(Level.INFO, act.message(details));
  }

  /** A name comes from outside: fit for one line of a log. */
  static String clean(String name) {
    return LogText.clean(name, MAX_LENGTH);
  }
}
