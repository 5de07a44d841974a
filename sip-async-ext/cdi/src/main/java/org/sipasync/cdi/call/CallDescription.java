package org.sipasync.cdi.call;

import java.time.Duration;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.function.AsyncFunction;

/**
 * An async call as the application has described it.
 *
 * @param function what to wait for
 * @param route where to go on
 * @param deadline how long to wait, or null for the default
 * @param request a request of the application's own that waits to be sent, or null for the message
 *     at hand
 * @param retryAfter answer 503 with this Retry-After when the call is shed, or null to run the
 *     route
 */
record CallDescription(
    AsyncFunction function,
    String route,
    Duration deadline,
    SipServletRequest request,
    Duration retryAfter) {}
