package org.sipasync.cdi.admin;

import jakarta.enterprise.inject.spi.CDI;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import org.sipasync.Problem;
import org.sipasync.support.LogText;

/** Writes down who has steered what (rule V2). */
final class Audit {
  private static final Logger LOG = System.getLogger("org.sipasync.audit");
  private static final int MAX_LENGTH = 80;

  /** What Payara calls a caller that nobody knows. */
  private static final String NOBODY = "ANONYMOUS";

  private Audit() {}

  static void log(Problem act, Object... details) {
    LOG.log(Level.INFO, act.message(details));
  }

  /** The caller's name; "system" where nobody has logged in. */
  static String who() {
    String name;
    try {
      name = CDI.current().select(Principal.class).get().getName();
    } catch (RuntimeException noContext) {
      return "system";
    }
    return name == null || name.isEmpty() || name.equals(NOBODY) ? "system" : clean(name);
  }

  /** A name may come from outside: fit for one line of a log. */
  static String clean(String name) {
    return LogText.clean(name, MAX_LENGTH);
  }
}
