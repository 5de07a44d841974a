package org.sipasync.payara.own;

import java.lang.System.Logger.Level;
import org.sipasync.Problem;
import org.sipasync.support.LimitedLog;

/**
 * Rule on calls and sessions of another version of an application: they go on only if {@code
 * sip.cluster.mixed} says so.
 *
 * @param isMixed true if versions may be mixed
 */
record DeploymentPolicy(boolean isMixed) {
  private static final LimitedLog LOG = new LimitedLog(System.getLogger("org.sipasync"));

  /**
   * Tells why a call or session cannot go on here.
   *
   * @param deployment hash of the application that has begun it; 0 if it is not known
   * @param here hash of the application here; null if it is not deployed
   * @return null if it may go on
   */
  String refusal(String application, long deployment, Long here) {
    if (here == null) {
      return "its application is not deployed here";
    }
    if (deployment == 0 || deployment == here) {
      return null;
    }
    String versions = Long.toHexString(deployment) + ", here " + Long.toHexString(here);
    String outcome = isMixed ? "go on here" : "do not go on here";
    LOG.log(
        Level.WARNING,
        "versions of " + application,
        Problem.OTHER_DEPLOYMENT.message(application, versions, outcome));
    return isMixed ? null : "it belongs to another version of its application";
  }
}
