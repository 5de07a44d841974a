package org.sipasync.functions.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.sipasync.support.SettingsReader;

/**
 * Settings of {@link Dns}.
 *
 * @param servers empty means the system's servers; {@code sip.async.dns.servers}
 * @param tryTimeout time before a query is repeated; {@code sip.async.dns.timeout} in ms
 * @param tries queries per server; {@code sip.async.dns.tries}
 * @param maxInFlight limit of lookups in flight; {@code sip.async.dns.max-in-flight}
 * @param cacheSize maximum cached names; 0 disables the cache; {@code sip.async.dns.cache-size}
 * @param maxTtl maximum age of a cached answer, whatever its TTL; {@code sip.async.dns.max-ttl} in
 *     seconds; negative answers a minute at most
 * @param hosts the hosts file, which takes precedence over the DNS for addresses; {@code
 *     sip.async.dns.hosts}
 * @param enumZone zone of ENUM lookups; {@code sip.async.dns.enum-zone}
 */
public record DnsSettings(
    List<InetSocketAddress> servers,
    Duration tryTimeout,
    int tries,
    int maxInFlight,
    int cacheSize,
    Duration maxTtl,
    Path hosts,
    String enumZone) {
  private static final String PREFIX = "sip.async.dns.";
  private static final int PORT = 53;

  public DnsSettings {
    servers = List.copyOf(servers);
    if (tryTimeout.isNegative() || tryTimeout.isZero() || tries < 1 || maxInFlight < 1) {
      throw new IllegalArgumentException(
          "time, tries and lookups in flight must be positive: %s, %d, %d"
              .formatted(tryTimeout, tries, maxInFlight));
    }
    if (cacheSize < 0 || maxTtl.isNegative()) {
      throw new IllegalArgumentException(
          "cache size and TTL must not be negative: %d, %s".formatted(cacheSize, maxTtl));
    }
    DnsNames.name(enumZone);
  }

  /**
   * Returns the defaults: the system's servers, three queries at intervals of a second, 1,000
   * lookups in flight, 10,000 names cached for up to an hour.
   */
  public static DnsSettings defaults() {
    return from(key -> Optional.empty());
  }

  /**
   * Reads the configuration; absent settings have their defaults.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0103 naming the key, if a value is invalid
   */
  public static DnsSettings from(Config config) {
    return from(key -> config.getOptionalValue(key, String.class));
  }

  private static DnsSettings from(Function<String, Optional<String>> config) {
    SettingsReader reader = new SettingsReader(config, PREFIX);
    return new DnsSettings(
        servers(reader),
        reader.millis(
            "timeout", Duration.ofSeconds(1), Duration.ofMillis(10), Duration.ofMinutes(1)),
        reader.number("tries", 3, 1, 20),
        reader.number("max-in-flight", 1000, 1, 10_000),
        reader.number("cache-size", 10_000, 0, 10_000_000),
        Duration.ofSeconds(reader.number("max-ttl", 3600, 0, 604_800)),
        Path.of(reader.text("hosts").orElse("/etc/hosts")),
        zone(reader));
  }

  /** Returns these settings with other servers. */
  public DnsSettings withServers(List<InetSocketAddress> others) {
    return new DnsSettings(
        others, tryTimeout, tries, maxInFlight, cacheSize, maxTtl, hosts, enumZone);
  }

  /** Returns these settings with another timeout and number of tries. */
  public DnsSettings withTries(Duration timeout, int number) {
    return new DnsSettings(
        servers, timeout, number, maxInFlight, cacheSize, maxTtl, hosts, enumZone);
  }

  /** Returns these settings with another limit of lookups in flight. */
  public DnsSettings withMaxInFlight(int max) {
    return new DnsSettings(servers, tryTimeout, tries, max, cacheSize, maxTtl, hosts, enumZone);
  }

  /** Returns these settings with another cache. */
  public DnsSettings withCache(int size, Duration max) {
    return new DnsSettings(servers, tryTimeout, tries, maxInFlight, size, max, hosts, enumZone);
  }

  /** Returns these settings with another hosts file; it need not exist. */
  public DnsSettings withHosts(Path file) {
    return new DnsSettings(
        servers, tryTimeout, tries, maxInFlight, cacheSize, maxTtl, file, enumZone);
  }

  private static String zone(SettingsReader reader) {
    String zone = reader.text("enum-zone").orElse("e164.arpa");
    try {
      DnsNames.name(zone);
      return zone;
    } catch (IllegalArgumentException e) {
      throw reader.refused("enum-zone", zone, "it must be a name such as e164.arpa");
    }
  }

  private static List<InetSocketAddress> servers(SettingsReader reader) {
    String text = reader.text("servers").orElse("");
    List<InetSocketAddress> servers = new ArrayList<>();
    for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      servers.add(
          server(part.trim())
              .orElseThrow(
                  () ->
                      reader.refused(
                          "servers",
                          text,
                          "it must be addresses separated by commas, such as"
                              + " 192.0.2.1,192.0.2.1:5353,[2001:db8::1]:53")));
    }
    return servers;
  }

  private static Optional<InetSocketAddress> server(String text) {
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
    Optional<InetAddress> address = DnsNames.literal(hasPort ? text.substring(0, colon) : text);
    String port = hasPort ? text.substring(colon + 1) : Integer.toString(PORT);
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
      return Optional.empty();
    }
    return address.map(found -> new InetSocketAddress(found, Integer.parseInt(port)));
  }
}
