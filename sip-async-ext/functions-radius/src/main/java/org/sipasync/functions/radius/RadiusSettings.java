package org.sipasync.functions.radius;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.sipasync.Problem;
import org.sipasync.support.SettingsReader;

/**
 * Servers and limits of RADIUS.
 *
 * @param authServers for authentication, in the order of use; {@code
 *     sip.async.radius.auth-servers}, as {@code host:port} separated by commas
 * @param acctServers for accounting; {@code sip.async.radius.acct-servers}
 * @param secret shared with the servers; {@code sip.async.radius.secret}, which has no default
 * @param tryTimeout time before a retransmission; {@code sip.async.radius.timeout} in ms
 * @param tries tries per server; {@code sip.async.radius.tries}
 * @param maxInFlight limit of requests in flight, each with its own socket; {@code
 *     sip.async.radius.max-in-flight}
 * @param nasIdentifier value of NAS-Identifier; {@code sip.async.radius.nas-identifier}
 * @param requireMessageAuthenticator true to ignore answers to an Access-Request without a
 *     Message-Authenticator, which may be forged (CVE-2024-3596, BlastRADIUS); {@code
 *     sip.async.radius.require-message-authenticator}
 */
public record RadiusSettings(
    List<Server> authServers,
    List<Server> acctServers,
    String secret,
    Duration tryTimeout,
    int tries,
    int maxInFlight,
    String nasIdentifier,
    boolean requireMessageAuthenticator) {
  private static final String PREFIX = "sip.async.radius.";
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);
  private static final int MAX_TRIES = 20;
  private static final int MAX_IN_FLIGHT = 10_000;
  private static final int AUTH_PORT = 1812;
  private static final int ACCT_PORT = 1813;

  /**
   * A server.
   *
   * @param host a name or an address, an IPv6 address without brackets
   * @param port its UDP port
   */
  public record Server(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  public RadiusSettings {
    authServers = List.copyOf(authServers);
    acctServers = List.copyOf(acctServers);
    Objects.requireNonNull(nasIdentifier, "nasIdentifier");
    if (secret.isBlank()) {
      throw Problem.BAD_SETTING.exception(
          PREFIX + "secret", "", "it must be the secret shared with the servers");
    }
    SettingsReader.check(PREFIX + "timeout", tryTimeout.toMillis(), 1, MAX_TIMEOUT.toMillis());
    SettingsReader.check(PREFIX + "tries", tries, 1, MAX_TRIES);
    SettingsReader.check(PREFIX + "max-in-flight", maxInFlight, 1, MAX_IN_FLIGHT);
  }

  /**
   * Returns settings with defaults: three tries of a second, 1,000 in flight, signed answers.
   *
   * @param auth as {@code host:port}, separated by commas; the default port is 1812
   * @param acct as {@code host:port}, separated by commas; the default port is 1813
   */
  public static RadiusSettings at(String auth, String acct, String secret) {
    return new RadiusSettings(
        servers("auth-servers", auth, AUTH_PORT),
        servers("acct-servers", acct, ACCT_PORT),
        secret,
        Duration.ofSeconds(1),
        3,
        1_000,
        "sip-async",
        true);
  }

  private static List<Server> servers(String key, String text, int port) {
    List<Server> servers = new ArrayList<>();
    for (String part : text.split(",")) {
      servers.add(
          server(part.trim(), port)
              .orElseThrow(
                  () ->
                      Problem.BAD_SETTING.exception(
                          PREFIX + key,
                          text,
                          "it must be servers separated by commas, such as"
                              + " 192.0.2.1,aaa.example.com:"
                              + port)));
    }
    return servers;
  }

  private static Optional<Server> server(String text, int defaultPort) {
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
    String host = hasPort ? text.substring(0, colon) : text;
    String port = hasPort ? text.substring(colon + 1) : Integer.toString(defaultPort);
    if (host.isEmpty()
        || host.chars().anyMatch(Character::isWhitespace)
        || !port.matches("\\d{1,5}")
        || Integer.parseInt(port) > 65_535) {
      return Optional.empty();
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return Optional.of(
        new Server(
            bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port)));
  }

  /**
   * Reads the configuration; absent settings default to {@link #at} {@code 127.0.0.1}.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0103 naming the key, if a value is invalid
   */
  public static RadiusSettings from(Config config) {
    SettingsReader reader =
        new SettingsReader(key -> config.getOptionalValue(key, String.class), PREFIX);
    RadiusSettings d =
        at(
            reader.text("auth-servers").orElse("127.0.0.1"),
            reader.text("acct-servers").orElse("127.0.0.1"),
            reader.text("secret").orElse(""));
    return new RadiusSettings(
        d.authServers,
        d.acctServers,
        d.secret,
        reader.millis("timeout", d.tryTimeout, Duration.ofMillis(1), MAX_TIMEOUT),
        reader.number("tries", d.tries, 1, MAX_TRIES),
        reader.number("max-in-flight", d.maxInFlight, 1, MAX_IN_FLIGHT),
        reader.text("nas-identifier").orElse(d.nasIdentifier),
        reader.flag("require-message-authenticator", d.requireMessageAuthenticator));
  }

  /** Returns these settings with other limits. */
  public RadiusSettings withBounds(Duration timeout, int number, int inFlight) {
    return new RadiusSettings(
        authServers,
        acctServers,
        secret,
        timeout,
        number,
        inFlight,
        nasIdentifier,
        requireMessageAuthenticator);
  }

  /** Returns these settings for servers that do not sign their answers, on a trusted network. */
  public RadiusSettings withoutMessageAuthenticator() {
    return new RadiusSettings(
        authServers, acctServers, secret, tryTimeout, tries, maxInFlight, nasIdentifier, false);
  }

  /** Omits the secret. */
  @Override
  public String toString() {
    return "RADIUS at " + authServers + ", accounting at " + acctServers;
  }
}
