package org.sipasync.functions.rest;

/**
 * Outcome of a call.
 *
 * @param answer the response, or null
 * @param cause cause of a failure, or null
 */
record CallOutcome(HttpAnswer answer, int returnCode, Throwable cause) {}
