package org.sipasync.payara.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sipasync.Problem;

/**
 * An address to listen on for SIP, as one entry of {@code sip.listen}.
 *
 * @param transport {@code udp}, {@code tcp} or {@code tls}
 * @param identity name of its TLS settings; empty for the common ones
 * @param host a host name or an IP address, IPv6 without brackets
 * @param port 1 to 65535
 */
public record ListenPoint(String transport, String identity, String host, int port) {
  private static final String TLS = "tls";
  private static final Set<String> TRANSPORTS = Set.of("udp", "tcp", TLS);
  private static final Pattern IDENTITY = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern ENTRY =
      Pattern.compile("([^:]*):(\\[[^\\]]*\\]|[^:\\[\\]]*):([^:]*)");

  /** Creates a listen point without TLS settings of its own. */
  public ListenPoint(String transport, String host, int port) {
    this(transport, "", host, port);
  }

  /** Parses the whole setting; all that is wrong with it is told in one exception. */
  public static List<ListenPoint> parse(String setting) {
    List<ListenPoint> points = new ArrayList<>();
    for (String entry : setting.split(",", -1)) {
      ListenPoint point = parseEntry(entry.trim());
      if (points.contains(point)) {
        throw Problem.BAD_LISTEN_POINT.exception(entry.trim(), "it stands there twice");
      }
      points.add(point);
    }
    return List.copyOf(points);
  }

  private static ListenPoint parseEntry(String entry) {
    Matcher parts = ENTRY.matcher(entry);
    if (!parts.matches()) {
      throw Problem.BAD_LISTEN_POINT.exception(entry, "it is not transport:host:port");
    }
    String[] kind = parts.group(1).split("/", 2);
    String transport = kind[0].toLowerCase(Locale.ROOT);
    if (!TRANSPORTS.contains(transport)) {
      throw Problem.BAD_LISTEN_POINT.exception(entry, "the transport is not udp, tcp or tls");
    }
    String identity = kind.length == 1 ? "" : kind[1];
    if (kind.length > 1 && !(transport.equals(TLS) && IDENTITY.matcher(identity).matches())) {
      String remedy = "a name stands behind tls only, of a-z, 0-9 and _, as in tls/carrier";
      throw Problem.BAD_LISTEN_POINT.exception(entry, remedy);
    }
    String host = parts.group(2).replaceAll("[\\[\\]]", "");
    if (host.isEmpty()) {
      throw Problem.BAD_LISTEN_POINT.exception(entry, "the host is missing");
    }
    return new ListenPoint(transport, identity, host, port(entry, parts.group(3)));
  }

  private static int port(String entry, String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // told below
    }
    throw Problem.BAD_LISTEN_POINT.exception(entry, "the port is not a number from 1 to 65535");
  }

  public boolean isTls() {
    return transport.equals(TLS);
  }

  /**
   * The listen points that need a socket: one on all IPv4 addresses beside one on all IPv6
   * addresses with the same transport and port does not, since the latter's has both.
   */
  public static List<ListenPoint> sockets(List<ListenPoint> points) {
    return points.stream()
        .filter(point -> !point.host.equals("0.0.0.0") || !points.contains(point.on("::")))
        .toList();
  }

  private ListenPoint on(String address) {
    return new ListenPoint(transport, identity, address, port);
  }

  @Override
  public String toString() {
    String kind = identity.isEmpty() ? transport : transport + "/" + identity;
    return kind + ":" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
