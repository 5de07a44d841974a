package org.sipasync.digest;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Settings of a {@link DigestAuthenticator}. Immutable.
 *
 * @param realm the realm; not empty
 * @param algorithms offered to clients, in the order of preference; at least one
 * @param proxy true to challenge as a proxy: 407, Proxy-Authenticate
 * @param integrity true to offer {@code auth-int}, which covers the body, beside {@code auth}
 * @param nonceLife lifetime of a nonce, after which a client gets another one without asking its
 *     user
 * @param maxFailures wrong passwords of one user from one network within {@code blocked}, after
 *     which they are refused for the rest of that time
 * @param blocked that time
 */
public record DigestSettings(
    String realm,
    List<DigestAlgorithm> algorithms,
    boolean proxy,
    boolean integrity,
    Duration nonceLife,
    int maxFailures,
    Duration blocked) {
  private static final Duration NONCE_LIFE = Duration.ofMinutes(5);
  private static final int MAX_FAILURES = 5;
  private static final Duration BLOCKED = Duration.ofSeconds(30);

  public DigestSettings {
    if (Objects.requireNonNull(realm, "realm").isEmpty() || realm.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("A realm is a text of one line, and not empty");
    }
    algorithms = List.copyOf(algorithms);
    if (algorithms.isEmpty() || maxFailures < 1) {
      throw new IllegalArgumentException("At least one algorithm, and one failure, is needed");
    }
    if (nonceLife.isNegative() || nonceLife.isZero() || blocked.isNegative()) {
      throw new IllegalArgumentException("Lifetime and blocked time must be positive");
    }
  }

  /**
   * Returns the usual settings: SHA-256 and, for older phones, MD5; 401; {@code auth}; nonces of 5
   * minutes; 5 wrong passwords in 30 seconds.
   */
  public static DigestSettings of(String realm) {
    return new DigestSettings(
        realm,
        List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5),
        false,
        false,
        NONCE_LIFE,
        MAX_FAILURES,
        BLOCKED);
  }

  /** Returns a copy with other algorithms. */
  public DigestSettings withAlgorithms(DigestAlgorithm... others) {
    return new DigestSettings(
        realm, List.of(others), proxy, integrity, nonceLife, maxFailures, blocked);
  }

  /** Returns a copy that challenges as a proxy. */
  public DigestSettings asProxy() {
    return new DigestSettings(realm, algorithms, true, integrity, nonceLife, maxFailures, blocked);
  }

  /** Returns a copy that offers {@code auth-int}, too. */
  public DigestSettings withIntegrity() {
    return new DigestSettings(realm, algorithms, proxy, true, nonceLife, maxFailures, blocked);
  }

  /** Returns a copy with another lifetime of nonces. */
  public DigestSettings withNonceLife(Duration life) {
    return new DigestSettings(realm, algorithms, proxy, integrity, life, maxFailures, blocked);
  }

  /** Returns a copy with another limit of wrong passwords. */
  public DigestSettings withMaxFailures(int failures, Duration within) {
    return new DigestSettings(realm, algorithms, proxy, integrity, nonceLife, failures, within);
  }
}
