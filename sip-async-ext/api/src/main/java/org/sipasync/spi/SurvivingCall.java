package org.sipasync.spi;

import java.util.Objects;

/**
 * A suspended INVITE as another node needs it to answer it. The arrays are not to be changed.
 *
 * @param transactionKey key of its server transaction, the same on each node
 * @param application name of the application
 * @param deployment hash of the application's classes; 0 if it is not known
 * @param transport UDP, TCP or TLS
 * @param peer address and port that its responses go to
 * @param localTag To tag of its responses
 * @param request the INVITE
 * @param messageAttributes the INVITE's attributes, serialised
 * @param sessionAttributes the application session's attributes, serialised
 * @param route name of the resume route
 * @param function name of the function
 * @param repeatable the function, serialised, if it may run again; else null
 * @param remainingMillis time that the function has left
 * @param takeovers number of nodes that were lost with it
 */
public record SurvivingCall(
    String transactionKey,
    String application,
    long deployment,
    String transport,
    String peer,
    String localTag,
    byte[] request,
    byte[] messageAttributes,
    byte[] sessionAttributes,
    String route,
    String function,
    byte[] repeatable,
    long remainingMillis,
    int takeovers) {
  public SurvivingCall {
    Objects.requireNonNull(transactionKey, "transactionKey");
    Objects.requireNonNull(application, "application");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(route, "route");
  }
}
