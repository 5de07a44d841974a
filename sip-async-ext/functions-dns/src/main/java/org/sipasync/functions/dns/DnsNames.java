package org.sipasync.functions.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sipasync.support.LogText;
import org.xbill.DNS.Address;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Validates names in queries, which often come from SIP and are untrusted. */
final class DnsNames {
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
  private static final Pattern NUMERIC = Pattern.compile("(0[xX][0-9a-fA-F]*|[0-9]+)");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final int MAX_LENGTH = 253;
  private static final int SHOWN = 80;

  private DnsNames() {}

  /**
   * Returns a name as an absolute one.
   *
   * @throws IllegalArgumentException if it is not a host or service name in ASCII
   */
  static Name name(String text) {
    String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (bare.isEmpty() || bare.length() > MAX_LENGTH) {
      throw bad(text, "it must have 1 to " + MAX_LENGTH + " characters");
    }
    String[] labels = bare.split("\\.", -1);
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        throw bad(text, "each label must have 1 to 63 letters, digits, '-' or '_'");
      }
    }
    if (NUMERIC.matcher(labels[labels.length - 1]).matches()) {
      throw bad(text, "a name must not end in a number, and it is not an address either");
    }
    try {
      return Name.fromString(bare + ".");
    } catch (TextParseException e) {
      throw bad(text, e.getMessage());
    }
  }

  /**
   * Parses a literal address in its canonical form; {@code 127.1}, {@code 0x7f.1} and scopes
   * ({@code %eth0}) are rejected.
   */
  static Optional<InetAddress> literal(String text) {
    byte[] address = null;
    if (IPV4.matcher(text).matches()) {
      address = Address.toByteArray(text, Address.IPv4);
    } else if (text.indexOf(':') >= 0) {
      address = Address.toByteArray(unbracketed(text), Address.IPv6);
    }
    try {
      return address == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(address));
    } catch (UnknownHostException impossible) {
      return Optional.empty();
    }
  }

  private static String unbracketed(String text) {
    return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
  }

  /** Returns a name without a trailing dot; the root is empty. */
  static String text(Name name) {
    return name.equals(Name.root) ? "" : name.toString(true);
  }

  private static IllegalArgumentException bad(String text, String why) {
    return new IllegalArgumentException("\"" + shown(text) + "\" is not a DNS name: " + why);
  }

  /** Cleans untrusted text for logs. */
  static String shown(String text) {
    return LogText.clean(text, SHOWN);
  }
}
