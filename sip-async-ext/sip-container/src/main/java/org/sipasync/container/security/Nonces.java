package org.sipasync.container.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Uses of server nonces in one SIP session, and client nonces. Remembers the last {@value #MAX}
 * server nonces; a server makes a new one when it likes.
 */
public final class Nonces {
  private static final int MAX = 16;

  private final RandomGenerator random;
  private final Map<String, Integer> uses = new LinkedHashMap<>(4);

  /**
   * Starts without nonces.
   *
   * @param random a SecureRandom but in tests
   */
  public Nonces(RandomGenerator random) {
    this.random = random;
  }

  /** Counts a request that uses a server's nonce: nc of RFC 7616 3.4. */
  int use(String nonce) {
    int count = uses(nonce) + 1;
    uses.remove(nonce);
    if (uses.size() == MAX) {
      var oldest = uses.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    uses.put(nonce, count);
    return count;
  }

  /** Number of requests that have used a server's nonce. */
  int uses(String nonce) {
    return uses.getOrDefault(nonce, 0);
  }

  /** A new cnonce of 128 bits. */
  String cnonce() {
    return String.format("%016x%016x", random.nextLong(), random.nextLong());
  }
}
