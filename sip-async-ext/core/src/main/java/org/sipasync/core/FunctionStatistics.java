package org.sipasync.core;

/**
 * What became of one function's operations so far (rule V1).
 *
 * @param function the function's name
 * @param inFlight not ended yet
 * @param started all that were asked for
 * @param done ended with a code above zero
 * @param failed ended with a code below zero
 * @param timedOut ended by their deadline
 * @param cancelled ended from outside
 * @param shed not begun, because too many were in flight
 * @param late ends that came when the operation had ended already
 */
public record FunctionStatistics(
    String function,
    int inFlight,
    long started,
    long done,
    long failed,
    long timedOut,
    long cancelled,
    long shed,
    long late) {}
