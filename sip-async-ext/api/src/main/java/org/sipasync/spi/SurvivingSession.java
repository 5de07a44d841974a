package org.sipasync.spi;

import java.util.Objects;

/**
 * An application session with confirmed dialogs or persistent timers, as another node needs it to
 * go on. The array is not to be changed.
 *
 * @param application name of the application
 * @param deployment hash of the application's classes; 0 if it is not known
 * @param id the session's id, unique in the cluster
 * @param state the session, as its container writes it
 * @param clock the writer's clock in milliseconds since 1970; of a session that is taken over, that
 *     clock at the time of the takeover
 */
public record SurvivingSession(
    String application, long deployment, String id, byte[] state, long clock) {
  public SurvivingSession {
    Objects.requireNonNull(application, "application");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(state, "state");
  }
}
