package org.sipasync.sip.message;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Syntax checks of hosts; does not resolve them. */
final class HostSyntax {
  private HostSyntax() {}

  /** Returns true for a host name (with '_', which SRV targets contain) or an IPv4 address. */
  static boolean name(byte[] data, int from, int to) {
    if (from == to || to - from > 255) return false;
    boolean labelStarts = true;
    for (int i = from; i < to; i++) {
      boolean separator = data[i] == '.' || data[i] == '-';
      if (labelStarts && separator) return false;
      labelStarts = data[i] == '.';
    }
    return data[to - 1] != '-';
  }

  /**
   * Returns true for an IPv6 address without brackets; it may end with an IPv4 address. RFC 3261's
   * grammar allows a third colon before that one, and RFC 5118 4.10 asks to tolerate it.
   */
  static boolean ipv6(byte[] data, int from, int to) {
    int groups = 0;
    boolean gap = false;
    int i = from;
    if (i + 1 < to && data[i] == ':' && data[i + 1] == ':') {
      gap = true;
      i += 2;
    }
    while (i < to) {
      if (gap && data[i] == ':' && data[i - 1] == ':') return groups < 6 && ipv4(data, i + 1, to);
      int begin = i;
      while (i < to && Ascii.hex(data[i])) i++;
      if (i < to && data[i] == '.')
        return (gap ? groups < 6 : groups == 6) && ipv4(data, begin, to);
      if (i == begin || i - begin > 4 || ++groups > 8) return false;
      if (i == to) break;
      if (data[i++] != ':' || i == to) return false;
      if (data[i] == ':') {
        if (gap) return false;
        gap = true;
        i++;
      }
    }
    return gap ? groups < 8 : groups == 8;
  }

  /**
   * Returns a canonical form for comparisons: lower case, IPv6 addresses as numbers (RFC 5954 4.2).
   */
  static String canonical(String host) {
    if (host.startsWith("[")) {
      try {
        String literal = host.replace(":::", "::"); // never a name: nothing is looked up
        return "[" + InetAddress.getByName(literal).getHostAddress() + "]";
      } catch (UnknownHostException e) {
        // compared as written
      }
    }
    return UriEscape.canonical(host);
  }

  private static boolean ipv4(byte[] data, int from, int to) {
    int parts = 0;
    int i = from;
    while (i < to) {
      int value = 0;
      int begin = i;
      while (i < to && Ascii.digit(data[i]) && i - begin < 3) value = value * 10 + data[i++] - '0';
      if (i == begin || value > 255 || ++parts > 4) return false;
      if (i < to && (data[i++] != '.' || i == to)) return false;
    }
    return parts == 4;
  }
}
