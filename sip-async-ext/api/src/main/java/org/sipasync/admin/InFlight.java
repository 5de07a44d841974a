package org.sipasync.admin;

import java.time.Duration;

/**
 * One operation in flight (rule V2).
 *
 * <p>It contains no message and, by default, no parameters. Texts may be untrusted: escape them.
 *
 * @param id number, unique on this server since its start and increasing
 * @param kind what waits for the operation
 * @param application name of the application
 * @param callId Call-ID of the message that was current at the start; "none" without one
 * @param route name of the resume or report route; "none" without one
 * @param function name of the function
 * @param method method of the suspended message; null without one
 * @param age time in flight
 * @param deadline maximum total time
 * @param loop number of its event loop, from 0; -1 for the SIP loop, where delays may run
 * @param partOf id of its whole; 0 if it is not a part
 * @param isMeantToWait true if the function waits on purpose
 * @param description the function with its parameters; null unless {@code
 *     sip.async.admin.show-parameters} is on
 */
public record InFlight(
    long id,
    OperationKind kind,
    String application,
    String callId,
    String route,
    String function,
    String method,
    Duration age,
    Duration deadline,
    int loop,
    long partOf,
    boolean isMeantToWait,
    String description) {}
