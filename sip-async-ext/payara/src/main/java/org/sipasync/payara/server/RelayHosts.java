package org.sipasync.payara.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.sipasync.payara.server.TrustedPeers.Network;
import org.sipasync.sip.message.SipUri;

/**
 * Next hops that requests are sent on to which no application wants ({@code sip.relay}): addresses,
 * networks, names, and names with everything below them. A URI is compared as it is written;
 * nothing is looked up. Immutable.
 *
 * @param networks of addresses in URIs
 * @param names in lower case
 * @param domains in lower case, each with a dot before it
 */
public record RelayHosts(List<Network> networks, Set<String> names, List<String> domains)
    implements Predicate<SipUri> {
  /** Sends nothing on. */
  static final RelayHosts NONE = new RelayHosts(List.of(), Set.of(), List.of());

  private static final String OFF = "off";
  private static final String BELOW = "*.";

  /** Smallest prefix of a network: a list of all addresses would be an open relay. */
  private static final int MIN_BITS = 8;

  /** Host name that has a letter in its last label: no address, however written. */
  private static final Pattern NAME =
      Pattern.compile("(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\\.)*[a-z](?:[a-z0-9-]*[a-z0-9])?");

  /**
   * Reads a list with commas; "off" is the empty one.
   *
   * @throws IllegalArgumentException naming the entry that is none
   */
  static RelayHosts of(String text) {
    if (text.isBlank() || text.strip().equalsIgnoreCase(OFF)) {
      return NONE;
    }
    List<Network> networks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<String> domains = new ArrayList<>();
    for (String each : text.split(",")) {
      String entry = withoutDot(each.strip().toLowerCase(Locale.ROOT));
      Network network = TrustedPeers.network(entry);
      if (network != null) {
        networks.add(checked(network, entry));
      } else if (entry.startsWith(BELOW) && isDomain(entry.substring(BELOW.length()))) {
        domains.add(entry.substring(1));
      } else if (NAME.matcher(entry).matches()) {
        names.add(entry);
      } else {
        throw new IllegalArgumentException(
            "\"%s\" is no host name, no *.domain.example, no address and no network"
                .formatted(entry));
      }
    }
    return new RelayHosts(List.copyOf(networks), Set.copyOf(names), List.copyOf(domains));
  }

  private static Network checked(Network network, String entry) {
    if (network.bits() < MIN_BITS) {
      throw new IllegalArgumentException(
          "\"%s\" is too wide, for anybody could send anywhere: at least /%d"
              .formatted(entry, MIN_BITS));
    }
    return network;
  }

  private static boolean isDomain(String name) {
    return name.indexOf('.') > 0 && NAME.matcher(name).matches();
  }

  private static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** Returns true if there is none. */
  public boolean isEmpty() {
    return equals(NONE);
  }

  /** Returns true if a request with this next hop may be sent on. */
  @Override
  public boolean test(SipUri hop) {
    String maddr = hop.parameter("maddr"); // goes before the host (RFC 3263 4)
    String written = maddr == null || maddr.isEmpty() ? hop.host() : maddr;
    String host = withoutDot(written.toLowerCase(Locale.ROOT));
    return names.contains(host)
        || domains.stream().anyMatch(host::endsWith)
        || TrustedPeers.contains(networks, withoutBrackets(host));
  }

  @Override
  public String toString() {
    List<String> all = new ArrayList<>();
    networks.forEach(each -> all.add(each.address().getHostAddress() + "/" + each.bits()));
    names.stream().sorted().forEach(all::add);
    domains.forEach(domain -> all.add("*" + domain));
    return String.join(", ", all);
  }

  private static String withoutBrackets(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return bracketed ? host.substring(1, host.length() - 1) : host;
  }
}
