package org.sipasync.cdi.admin;

import jakarta.enterprise.inject.spi.CDI;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import org.sipasync.Problem;
import org.sipasync.support.LogText;

/** Writes the audit log (rule V2). */
final class Audit {
  private static final Logger LOG = System.getLogger("org.sipasync.audit");
  private static final int MAX_LENGTH = 80;

  /** Payara's name of an unauthenticated caller. */
  private static final String NOBODY = "ANONYMOUS";

  private Audit() {}

  static void log(Problem act, Object... details) {
    LOG.log(Level.INFO, act.message(details));
  }

  /** Returns the caller's name; "system" without a login. */
  static String who() {
    String name;
    try {
      name = CDI.current().select(Principal.class).get().getName();
    } catch (RuntimeException noContext) {
      return "system";
    }
    return name == null || name.isEmpty() || name.equals(NOBODY) ? "system" : clean(name);
  }

  /** Cleans an untrusted name for one log line. */
  static String clean(String name) {
    return LogText.clean(name, MAX_LENGTH);
  }
}
