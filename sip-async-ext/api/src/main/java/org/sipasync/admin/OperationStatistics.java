package org.sipasync.admin;

/**
 * Outcomes of the operations of one application, function, route and kind (rule V1). Beyond some
 * hundred function names, further ones are counted as "other".
 *
 * @param application name of the application
 * @param function name of the function
 * @param route name of the resume or report route; "none" without one
 * @param kind kind of waiter; parts are counted separately, in addition to their wholes
 * @param inFlight operations not ended yet
 * @param started operations requested
 * @param done operations ended with a positive code
 * @param failed operations that ended themselves with a negative code
 * @param timedOut operations ended by their deadline
 * @param cancelled operations ended from outside: by a CANCEL, the session's end, an operator, a
 *     stop, or the decision of their whole
 * @param shed operations not started because a limit was reached
 * @param late outcomes that arrived after the operation had ended
 * @param time time from start to end
 * @param resumeDelay time from end to the start of the route
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
