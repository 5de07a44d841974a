package org.sipasync.functions.rest;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.sipasync.function.ReturnCodes;

/**
 * Outcome of a call.
 *
 * @param answer the response, or null
 * @param cause cause of a failure, or null
 */
record CallOutcome(HttpAnswer answer, int returnCode, Throwable cause) {
  /** Returns the outcome of a failure; a timeout is one of connecting. */
  static CallOutcome of(Throwable cause) {
    int code = ReturnCodes.ERROR;
    if (cause instanceof TimeoutException) {
      code = ReturnCodes.CONNECT_TIMEOUT;
    } else if (cause instanceof RejectedExecutionException) {
      code = ReturnCodes.SHED;
    }
    return new CallOutcome(null, code, cause);
  }
}
