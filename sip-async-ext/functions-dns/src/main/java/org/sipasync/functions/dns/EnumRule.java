package org.sipasync.functions.dns;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The substitution of a NAPTR, {@code !regular expression!replacement!i}. The zone's owner may be
 * malicious, so its work is limited, and its result must be a URI.
 */
final class EnumRule {
  private static final int MAX_URI = 1024;

  private EnumRule() {}

  /**
   * Applies a rule to a number; empty if it does not match.
   *
   * @throws IllegalArgumentException if the rule is invalid, with the reason
   */
  static Optional<URI> apply(String rule, String number) {
    List<String> parts = parts(rule);
    EreMatch match = EreParser.parse(parts.get(0), !parts.get(2).isEmpty()).find(number);
    return match == null ? Optional.empty() : Optional.of(uri(replaced(parts.get(1), match)));
  }

  /** Splits a rule at its delimiters, except escaped ones. */
  private static List<String> parts(String rule) {
    char delimiter = rule.isEmpty() ? '\\' : rule.charAt(0);
    if ("\\i0123456789".indexOf(delimiter) >= 0) {
      throw refused(rule, "it does not start with a delimiter");
    }
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 1; i < rule.length(); i++) {
      char c = rule.charAt(i);
      if (c == '\\' && i + 1 < rule.length()) {
        char escaped = rule.charAt(++i);
        part.append(escaped == delimiter ? "" : "\\").append(escaped);
      } else if (c == delimiter) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    if (parts.size() != 3 || !parts.get(2).matches("i*")) {
      throw refused(rule, "it is not of the form !expression!replacement! or ...!i");
    }
    return parts;
  }

  private static String replaced(String replacement, EreMatch match) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < replacement.length() && text.length() <= MAX_URI; i++) {
      char c = replacement.charAt(i);
      if (c != '\\' || i + 1 == replacement.length()) {
        text.append(c);
        continue;
      }
      char escaped = replacement.charAt(++i);
      if (escaped < '1' || escaped > '9') {
        text.append(escaped);
      } else {
        text.append(match.group(escaped - '0'));
      }
    }
    return text.toString();
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      if (uri.isAbsolute() && text.length() <= MAX_URI) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // reported below
    }
    throw new IllegalArgumentException("its result is not a URI: " + DnsNames.shown(text));
  }

  private static IllegalArgumentException refused(String rule, String why) {
    return new IllegalArgumentException(
        "the rule " + DnsNames.shown(rule) + " is rejected: " + why);
  }
}
