package org.sipasync.sample.digest;

import java.util.List;

/** What a caller without credentials, or with old ones, is asked for. */
public final class Challenge {
  private Challenge() {}

  /**
   * The values of WWW-Authenticate headers, one for each algorithm (RFC 8760, 2.3).
   *
   * @param algorithms those that are accepted, in the order of preference
   * @param realm a text of ours, without quotes
   * @param nonce what is to be signed
   * @param isStale whether the caller's secret was right, but not its nonce
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
