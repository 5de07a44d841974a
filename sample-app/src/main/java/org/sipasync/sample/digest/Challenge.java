package org.sipasync.sample.digest;

import java.util.Arrays;
import java.util.List;

/** What a caller without credentials, or with old ones, is asked for. */
public final class Challenge {
  private Challenge() {}

  /**
   * The values of WWW-Authenticate headers, one for each algorithm, the best first.
   *
   * @param realm a text of ours, without quotes
   * @param nonce what is to be signed
   * @param isStale whether the caller's secret was right, but not its nonce
   */
  public static List<String> headers(String realm, String nonce, boolean isStale) {
    return Arrays.stream(Algorithm.values())
        .map(
            algorithm ->
                "Digest realm=\"%s\", nonce=\"%s\", algorithm=%s, qop=\"auth\"%s"
                    .formatted(realm, nonce, algorithm.token(), isStale ? ", stale=true" : ""))
        .toList();
  }
}
