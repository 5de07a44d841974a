package org.sipasync.cdi.call;

import java.time.Duration;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.function.AsyncFunction;

/**
 * Parameters of an async call.
 *
 * @param function the function to wait for
 * @param route name of the resume route
 * @param deadline maximum time, or null for the default
 * @param request an unsent request of the application, or null for the current message
 * @param retryAfter Retry-After of the 503 for a shed call, or null to run the route
 */
record CallDescription(
    AsyncFunction function,
    String route,
    Duration deadline,
    SipServletRequest request,
    Duration retryAfter) {}
