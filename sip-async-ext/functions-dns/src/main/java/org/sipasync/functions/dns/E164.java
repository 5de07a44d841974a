package org.sipasync.functions.dns;

import java.util.regex.Pattern;
import org.xbill.DNS.Name;

/**
 * A telephone number and its name in ENUM (RFC 6116).
 *
 * @param digits without the plus
 */
record E164(String digits) {
  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{1,15}");

  /**
   * @throws IllegalArgumentException unless it is up to 15 digits after an optional plus
   */
  static E164 of(String number) {
    if (!NUMBER.matcher(number).matches()) {
      throw new IllegalArgumentException(
          "\""
              + DnsNames.shown(number)
              + "\" is not an E.164 number: it must have 1 to 15 digits after an optional '+'");
    }
    return new E164(number.startsWith("+") ? number.substring(1) : number);
  }

  /** Returns the domain name, as in {@code 4.3.2.1.e164.arpa}. */
  Name name(String zone) {
    StringBuilder name = new StringBuilder();
    for (int i = digits.length() - 1; i >= 0; i--) {
      name.append(digits.charAt(i)).append('.');
    }
    return DnsNames.name(name.append(zone).toString());
  }

  /** Returns the text that rules are applied to. */
  String text() {
    return "+" + digits;
  }
}
