package org.sipasync.sample.registrar;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Contact of a user with its expiry.
 *
 * @param contact a SIP URI
 * @param expiresMillis when it ends, in milliseconds since 1970
 * @param q its preference in thousandths; null if it was not given
 * @param callId of the REGISTER that was the last to set it
 * @param cseq of that REGISTER
 */
public record Binding(String contact, long expiresMillis, Integer q, String callId, long cseq)
    implements Serializable {

  /** The whole seconds that it has left. */
  public int seconds(long nowMillis) {
    return (int) Math.max(0, (expiresMillis - nowMillis) / 1_000);
  }

  /** Its preference as in a header, from 0 to 1; empty if it was not given. */
  public Optional<String> preference() {
    return Optional.ofNullable(q)
        .map(given -> BigDecimal.valueOf(given, 3).stripTrailingZeros().toPlainString());
  }
}
