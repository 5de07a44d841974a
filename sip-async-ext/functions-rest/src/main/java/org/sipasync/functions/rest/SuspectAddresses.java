package org.sipasync.functions.rest;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Recognises addresses that are blocked unless their host is allowed by name. */
final class SuspectAddresses {
  /** Metadata services outside the link-local range: Alibaba's and, over IPv6, Amazon's. */
  private static final Set<String> METADATA = Set.of("100.100.100.200", "fd00:ec2:0:0:0:0:0:254");

  /** IPv4 within IPv6: translated (RFC 6052), mapped or compatible (RFC 4291). */
  private static final List<byte[]> EMBEDDING =
      List.of(new byte[] {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}, new byte[12]);

  private static final int IPV4_AT = 12;

  private SuspectAddresses() {}

  /** Returns true for link-local, metadata service, multicast and unspecified addresses. */
  static boolean isSuspect(InetAddress address) {
    if (address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || address.isAnyLocalAddress()
        || METADATA.contains(address.getHostAddress())) {
      return true;
    }
    byte[] bytes = address.getAddress();
    return !(address instanceof Inet4Address)
        && !address.isLoopbackAddress()
        && EMBEDDING.stream()
            .anyMatch(prefix -> Arrays.equals(prefix, Arrays.copyOf(bytes, IPV4_AT)))
        && isSuspect(ipv4(Arrays.copyOfRange(bytes, IPV4_AT, bytes.length)));
  }

  private static InetAddress ipv4(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
