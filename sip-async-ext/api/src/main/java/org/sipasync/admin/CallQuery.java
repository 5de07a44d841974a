package org.sipasync.admin;

/**
 * Selects calls that have a captured message for each criterion. Case does not matter.
 *
 * @param callId part of the Call-ID; null for any
 * @param user part of the user or host in From, To or the Request-URI; null for any
 * @param method method of a request; null for any
 * @param status status of a response, three digits or a class such as {@code 4xx}; null for any
 */
public record CallQuery(String callId, String user, String method, String status) {
  /** Matches every call. */
  public static final CallQuery ALL = new CallQuery(null, null, null, null);

  public CallQuery {
    if (status != null && !status.matches("[1-6]([0-9]{2}|[xX]{2})")) {
      throw new IllegalArgumentException("a status has three digits, or is such as 4xx: " + status);
    }
  }
}
