package org.sipasync.testkit.phone;

import java.time.Duration;
import java.util.List;

/**
 * A call to be placed by a {@link Caller}.
 *
 * @param method INVITE, hung up once it is answered; any other is one request
 * @param uri the Request-URI; the request always goes to the caller's server
 * @param to the URI in To
 * @param from the URI in From
 * @param user user in Contact and credentials
 * @param password for a challenge; never sent; empty to leave challenges unanswered
 * @param body of the first request
 * @param headers further header lines of the first request
 * @param cancelAfter when an INVITE without a final response is cancelled, answered provisionally
 *     or not; the call ends without it after {@link Caller#MAX_CALL}
 */
public record CallPlan(
    String method,
    String uri,
    String to,
    String from,
    String user,
    String password,
    Body body,
    List<String> headers,
    Duration cancelAfter) {
  private static final Duration PATIENCE = Duration.ofSeconds(35);

  /** A call by {@code caller}: an INVITE with SDP, any other request without body. */
  public static CallPlan of(String method, String uri) {
    return new CallPlan(
        method,
        uri,
        uri,
        "sip:caller@127.0.0.1",
        "caller",
        "",
        method.equals("INVITE") ? Body.SDP : Body.NONE,
        List.of(),
        PATIENCE);
  }

  /** Returns this plan with another caller and callee. */
  public CallPlan between(String otherFrom, String otherTo) {
    return new CallPlan(
        method, uri, otherTo, otherFrom, user, password, body, headers, cancelAfter);
  }

  /** Returns this plan with a user and password. */
  public CallPlan as(String otherUser, String otherPassword) {
    return new CallPlan(
        method, uri, to, from, otherUser, otherPassword, body, headers, cancelAfter);
  }

  /** Returns this plan with another body and further header lines. */
  public CallPlan with(Body otherBody, String... otherHeaders) {
    return new CallPlan(
        method, uri, to, from, user, password, otherBody, List.of(otherHeaders), cancelAfter);
  }

  /** Returns this plan with another time of cancellation. */
  public CallPlan cancelAfter(Duration otherTime) {
    return new CallPlan(method, uri, to, from, user, password, body, headers, otherTime);
  }

  boolean isInvite() {
    return method.equals("INVITE");
  }
}
