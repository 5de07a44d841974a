package org.sipasync.payara.own;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Addresses of this machine's interfaces, without any name look-up. */
final class MachineAddresses {
  private MachineAddresses() {}

  /** All addresses that a socket on a wildcard address receives at. */
  static List<InetAddress> of(InetAddress wildcard) throws SocketException {
    List<InetAddress> all = new ArrayList<>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (each.isUp()) {
        each.inetAddresses()
            .filter(address -> wildcard instanceof Inet6Address || address instanceof Inet4Address)
            .forEach(all::add);
      }
    }
    return all;
  }

  /**
   * The addresses that others may reach a wildcard at: neither loopback nor link-local ones, IPv4
   * first. Without any, loopback.
   */
  static List<InetAddress> reachable(InetAddress wildcard) throws SocketException {
    List<InetAddress> all =
        of(wildcard).stream()
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .sorted(Comparator.comparing(address -> address instanceof Inet6Address))
            .toList();
    return all.isEmpty() ? List.of(InetAddress.getLoopbackAddress()) : all;
  }
}
