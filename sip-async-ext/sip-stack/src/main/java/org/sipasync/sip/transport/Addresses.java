package org.sipasync.sip.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.sipasync.support.AddressText;

/** Addresses as SIP writes them, without any name lookup. */
public final class Addresses {
  private Addresses() {}

  static boolean isIpv4(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address;
  }

  /** Returns the text of an address; IPv6 as in RFC 5952, without brackets and scope. */
  public static String text(InetAddress address) {
    return AddressText.of(address);
  }

  /** Returns the host of a URI or Via: the text of an address, IPv6 in brackets. */
  public static String host(InetAddress address) {
    String text = text(address);
    return address instanceof Inet4Address ? text : "[" + text + "]";
  }

  /** Returns the address, or the /64 network of an IPv6 address, all of which one peer may own. */
  static InetAddress network(InetAddress address) {
    if (address instanceof Inet4Address) {
      return address;
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, 8, 16, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError("16 bytes are an IPv6 address", e);
    }
  }
}
