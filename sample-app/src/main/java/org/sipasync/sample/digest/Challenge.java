package org.sipasync.sample.digest;

import java.util.List;

/** Challenge for a caller without valid credentials. */
public final class Challenge {
  private Challenge() {}

  /**
   * Returns the values of WWW-Authenticate headers, one per algorithm (RFC 8760, 2.3).
   *
   * @param algorithms accepted algorithms, in order of preference
   * @param realm constant text without quotes
   * @param nonce nonce to be signed
   * @param isStale true if the secret was right but the nonce stale
   */
  public static List<String> headers(
      List<Algorithm> algorithms, String realm, String nonce, boolean isStale) {
    return algorithms.stream()
        .map(
            algorithm ->
                "Digest realm=\"%s\", nonce=\"%s\", algorithm=%s, qop=\"auth\"%s"
                    .formatted(realm, nonce, algorithm.token(), isStale ? ", stale=true" : ""))
        .toList();
  }
}
