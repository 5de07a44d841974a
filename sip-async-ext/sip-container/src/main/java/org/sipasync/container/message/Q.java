package org.sipasync.container.message;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Quality values: at most three decimals (RFC 3261 25.1). */
final class Q {
  private Q() {}

  static String text(double q) {
    BigDecimal rounded = BigDecimal.valueOf(q).setScale(3, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
