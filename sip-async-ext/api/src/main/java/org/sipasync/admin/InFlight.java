package org.sipasync.admin;

import java.time.Duration;

/**
 * One operation in flight (rule V2).
 *
 * <p>It shows no message and no parameters. Texts may come from outside: escape them.
 *
 * @param id its number, unique on this server since it started, and growing: the older, the smaller
 * @param kind what waits for it
 * @param application whose operation it is
 * @param callId the Call-ID of the message at hand when it began; "none" without one
 * @param route where it goes on: the resume or report route's name; "none" without one
 * @param function the function's name
 * @param method the method of the message that is suspended; null without one
 * @param age how long it is in flight
 * @param deadline how long it may take in all
 * @param loop the number of its event loop, from 0
 * @param partOf the id of the operation that it is a part of; 0 for none
 * @param isMeantToWait true if to wait is the function's purpose
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
