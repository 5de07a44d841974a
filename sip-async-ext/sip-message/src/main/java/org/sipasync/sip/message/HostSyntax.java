package org.sipasync.sip.message;

/** Checks hosts; nothing is resolved. */
final class HostSyntax {
  private HostSyntax() {}

  /** Host name (with '_', which SRV targets have) or IPv4 address. */
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

  /** IPv6 address without brackets, perhaps with an IPv4 address at its end. */
  static boolean ipv6(byte[] data, int from, int to) {
    int groups = 0;
    boolean gap = false;
    int i = from;
    if (i + 1 < to && data[i] == ':' && data[i + 1] == ':') {
      gap = true;
      i += 2;
    }
    while (i < to) {
      int begin = i;
      while (i < to && Ascii.hex(data[i])) i++;
      if (i < to && data[i] == '.') {
        groups += 2;
        return ipv4(data, begin, to) && (gap ? groups < 8 : groups == 8);
      }
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
