package org.sipasync.admin;

/**
 * What became of the operations of one application, function, route and kind (rule V1). Beyond some
 * hundred names of functions, further ones are counted as "other".
 *
 * @param application whose operations they are
 * @param function the function's name
 * @param route where they go on; "none" without a route
 * @param kind what waits for them. Parts have lines of their own: their wholes count, too
 * @param inFlight not ended yet
 * @param started all that were asked for
 * @param done ended with a code above zero
 * @param failed ended by themselves with a code below zero
 * @param timedOut ended by their deadline
 * @param cancelled ended from outside: a CANCEL, the session's end, an operator, a stop, a whole
 *     that was decided
 * @param shed not begun, because too many were in flight
 * @param late ends that came when the operation had ended already
 * @param time from an operation's start to its end
 * @param resumeDelay from an operation's end to the beginning of its route
 */
public record OperationStatistics(
    String application,
    String function,
    String route,
    OperationKind kind,
    long inFlight,
    long started,
    long done,
    long failed,
    long timedOut,
    long cancelled,
    long shed,
    long late,
    Timing time,
    Timing resumeDelay) {}
