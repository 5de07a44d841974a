package org.sipasync.container.message;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** Quality values: at most three decimals (RFC 3261 25.1). */
final class Q {
  private static final Pattern SYNTAX = Pattern.compile("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?");

  private Q() {}

  /** True if two texts are the same number, or the same text. */
  static boolean same(String one, String other) {
    boolean numbers = SYNTAX.matcher(one).matches() && SYNTAX.matcher(other).matches();
    return numbers ? Float.parseFloat(one) == Float.parseFloat(other) : one.equals(other);
  }

  static String text(double q) {
    BigDecimal rounded = BigDecimal.valueOf(q).setScale(3, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
