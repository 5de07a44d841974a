package org.sipasync.admin;

import java.time.Duration;
import java.time.Instant;

/**
 * One step of an operation of a call. Texts may be untrusted: escape them.
 *
 * @param at time of the step; microseconds
 * @param step the step
 * @param operation number of the operation, as {@link InFlight#id}
 * @param partOf number of its whole; 0 if it is not a part
 * @param kind kind of waiter; {@link OperationKind#SUSPENDED} if a message is suspended for it
 * @param application name of the application
 * @param callId Call-ID of the message that was current at its start
 * @param method method of the suspended message; null without one
 * @param function name of the function
 * @param route name of the resume or report route; "none" without one
 * @param deadline maximum total time
 * @param returnCode its return code once it has ended; null before, and if it was abandoned, such
 *     as by a CANCEL
 * @param took time since its start
 */
public record OperationEvent(
    Instant at,
    Step step,
    long operation,
    long partOf,
    OperationKind kind,
    String application,
    String callId,
    String method,
    String function,
    String route,
    Duration deadline,
    Integer returnCode,
    Duration took) {
  /** Step of an operation, in order. */
  public enum Step {
    /** The function starts; a message that waits for it is suspended from now on. */
    STARTED,

    /** It has ended, by itself or otherwise. */
    ENDED,

    /** Its route starts. */
    RESUMED
  }
}
