package org.sipasync.payara.server;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sipasync.Problem;
import org.sipasync.sip.locate.NumericHost;

/**
 * Address by which peers reach a listen point, as one entry of {@code sip.advertise}: behind a NAT,
 * in a container, or the virtual address of a cluster.
 *
 * @param point the listen point; null for all of the address' family
 * @param host an IP address, IPv6 without brackets, or a name
 * @param port 0 for the listen point's own
 */
public record Advertised(ListenPoint point, String host, int port) {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::(\\d{1,5}))?");

  private static final Pattern DOTTED = Pattern.compile("[0-9.]+");

  /**
   * Parses the whole setting.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0380 for the first entry that does not fit
   */
  static List<Advertised> parse(String setting, List<ListenPoint> listen) {
    List<Advertised> all = new ArrayList<>();
    for (String entry : setting.isBlank() ? new String[0] : setting.split(",", -1)) {
      Advertised advertised = parseEntry(entry.trim(), listen);
      if (all.stream().anyMatch(advertised::isForTheSame)) {
        throw refused(entry, "its listen point has another address of that family");
      }
      all.add(advertised);
    }
    return List.copyOf(all);
  }

  private static Advertised parseEntry(String entry, List<ListenPoint> listen) {
    int equals = entry.indexOf('=');
    Matcher address = ADDRESS.matcher(entry.substring(equals + 1).trim());
    if (!address.matches()) {
      throw refused(entry, "it is not host, host:port or listen-point=host:port");
    }
    ListenPoint point = equals < 0 ? null : point(entry, entry.substring(0, equals), listen);
    String host = address.group(1);
    boolean isNumeric = host.startsWith("[") || DOTTED.matcher(host).matches();
    if (isNumeric && NumericHost.parse(host) == null) {
      throw refused(entry, "the address is malformed");
    }
    if (isNumeric && NumericHost.parse(host).isAnyLocalAddress()) {
      throw refused(entry, "nobody can reach a wildcard address");
    }
    int port = address.group(2) == null ? 0 : Integer.parseInt(address.group(2));
    if (port > 65_535 || port == 0 && address.group(2) != null) {
      throw refused(entry, "the port is not a number from 1 to 65535");
    }
    return new Advertised(point, host.replaceAll("[\\[\\]]", ""), port);
  }

  private static ListenPoint point(String entry, String text, List<ListenPoint> listen) {
    String wanted = text.trim();
    return listen.stream()
        .filter(point -> point.toString().equalsIgnoreCase(wanted))
        .findFirst()
        .orElseThrow(() -> refused(entry, "sip.listen has no " + wanted));
  }

  private static RuntimeException refused(String entry, String why) {
    return Problem.BAD_ADVERTISED_ADDRESS.exception(entry.trim(), why);
  }

  private boolean isForTheSame(Advertised other) {
    return isFor(other.point) && (isName() || other.isName() || isIpv6() == other.isIpv6());
  }

  /** True if this is for a listen point; null stands for all of the address' family. */
  public boolean isFor(ListenPoint wanted) {
    return point == null ? wanted == null : point.equals(wanted);
  }

  /** True if the host is a name, which may have addresses of both families. */
  public boolean isName() {
    return !isIpv6() && !DOTTED.matcher(host).matches();
  }

  /** True if the host is an IPv6 address. */
  public boolean isIpv6() {
    return host.indexOf(':') >= 0;
  }

  @Override
  public String toString() {
    String address = isIpv6() ? "[" + host + "]" : host;
    return (point == null ? "" : point + "=") + address + (port == 0 ? "" : ":" + port);
  }
}
