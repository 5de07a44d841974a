package org.sipasync.payara.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Peers that may assert who their users are ({@code sip.trusted-peers}): addresses and networks.
 * Immutable.
 */
public record TrustedPeers(List<Network> networks) {
  /** Addresses as digits: whatever else it may be, no name that would be looked up. */
  private static final Pattern ADDRESS =
      Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  /**
   * A network.
   *
   * @param address one of its addresses
   * @param bits that all of its addresses begin with
   */
  public record Network(InetAddress address, int bits) {
    boolean contains(InetAddress other) {
      byte[] own = address.getAddress();
      byte[] its = other.getAddress();
      if (own.length != its.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> bit % 8;
        if ((own[bit / 8] & mask) != (its[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Reads addresses and networks as 192.0.2.0/24, with commas; nobody if there is none.
   *
   * @throws IllegalArgumentException if one of them is neither
   */
  static TrustedPeers of(String text) {
    List<Network> networks = new ArrayList<>();
    for (String entry : text.split(",")) {
      if (!entry.isBlank()) {
        Network network = network(entry.strip());
        if (network == null) {
          throw new IllegalArgumentException(
              "it must be addresses or networks as 192.0.2.0/24, with commas");
        }
        networks.add(network);
      }
    }
    return new TrustedPeers(List.copyOf(networks));
  }

  /** Network or address as written; null if it is neither. */
  static Network network(String entry) {
    int slash = entry.indexOf('/');
    InetAddress address = address(slash < 0 ? entry : entry.substring(0, slash));
    if (address == null) {
      return null;
    }
    int max = 8 * address.getAddress().length;
    if (slash < 0) {
      return new Network(address, max);
    }
    String bits = entry.substring(slash + 1);
    boolean fits = bits.matches("\\d{1,3}") && Integer.parseInt(bits) <= max;
    return fits ? new Network(address, Integer.parseInt(bits)) : null;
  }

  private static InetAddress address(String text) {
    try {
      return ADDRESS.matcher(text).matches() ? InetAddress.getByName(text) : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }

  public boolean isEmpty() {
    return networks.isEmpty();
  }

  /** True if an address is a trusted peer's; false for what is no address, and for null. */
  public boolean contains(String peer) {
    return contains(networks, peer);
  }

  static boolean contains(List<Network> networks, String peer) {
    InetAddress address = peer == null ? null : address(peer);
    return address != null && networks.stream().anyMatch(network -> network.contains(address));
  }
}
