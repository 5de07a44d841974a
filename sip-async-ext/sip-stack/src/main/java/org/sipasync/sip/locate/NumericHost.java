package org.sipasync.sip.locate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** IP addresses as hosts of a URI, without look-ups. */
public final class NumericHost {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private NumericHost() {}

  /** Returns the address; null if the host is a name. */
  public static InetAddress parse(String host) {
    boolean ipv6 = host.startsWith("[") && host.endsWith("]");
    if (!ipv6 && !IPV4.matcher(host).matches()) {
      return null;
    }
    try {
      return ipv6 ? InetAddress.getByName(host) : ipv4(host);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static InetAddress ipv4(String host) throws UnknownHostException {
    byte[] bytes = new byte[4];
    String[] parts = host.split("\\.");
    for (int i = 0; i < bytes.length; i++) {
      int part = Integer.parseInt(parts[i]);
      if (part > 255) {
        throw new UnknownHostException();
      }
      bytes[i] = (byte) part;
    }
    return InetAddress.getByAddress(bytes);
  }
}
