package org.sipasync.sample.registrar;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A user's contact with its expiry.
 *
 * @param contact a SIP URI
 * @param expiresMillis expiry in milliseconds since 1970
 * @param q preference in thousandths; null if absent
 * @param callId Call-ID of the last REGISTER that set it
 * @param cseq CSeq of that REGISTER
 * @param reach how the phone is reached
 */
public record Binding(
    String contact, long expiresMillis, Integer q, String callId, long cseq, Reach reach)
    implements Serializable {

  /** Returns the whole seconds until expiry. */
  public int seconds(long nowMillis) {
    return (int) Math.max(0, (expiresMillis - nowMillis) / 1_000);
  }

  /** Returns its preference as in a header, from 0 to 1; empty if absent. */
  public Optional<String> preference() {
    return Optional.ofNullable(q)
        .map(given -> BigDecimal.valueOf(given, 3).stripTrailingZeros().toPlainString());
  }
}
