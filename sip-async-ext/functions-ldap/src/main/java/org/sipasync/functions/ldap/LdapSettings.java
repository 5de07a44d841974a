package org.sipasync.functions.ldap;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.sipasync.Problem;
import org.sipasync.support.SettingsReader;

/**
 * Location and limits of the directory.
 *
 * @param url {@code ldap://host[:port]} or {@code ldaps://host[:port]}; {@code sip.async.ldap.url}
 * @param startTls true to upgrade a plain connection to TLS first; {@code sip.async.ldap.start-tls}
 * @param bindDn bind DN; empty for anonymous; {@code sip.async.ldap.bind-dn}
 * @param password its password; {@code sip.async.ldap.password}
 * @param connections maximum shared connections; {@code sip.async.ldap.connections}
 * @param connectTimeout time each for lookup, connect, TLS and bind; {@code
 *     sip.async.ldap.connect-timeout} in ms
 * @param maxInFlight limit of searches in flight; {@code sip.async.ldap.max-in-flight}
 * @param maxEntries maximum entries of a search; {@code sip.async.ldap.max-entries}
 * @param trustStore PKCS12 or JKS file; empty means the JVM's; {@code sip.async.ldap.trust-store}
 * @param trustStorePassword its password; {@code sip.async.ldap.trust-store-password}
 */
public record LdapSettings(
    URI url,
    boolean startTls,
    String bindDn,
    String password,
    int connections,
    Duration connectTimeout,
    int maxInFlight,
    int maxEntries,
    Optional<Path> trustStore,
    String trustStorePassword) {
  private static final String PREFIX = "sip.async.ldap.";
  private static final int MAX_CONNECTIONS = 64;
  private static final Duration MAX_CONNECT_TIMEOUT = Duration.ofMinutes(10);
  private static final int MAX_IN_FLIGHT = 100_000;
  private static final int MAX_ENTRIES = 100_000;
  private static final int LDAP_PORT = 389;
  private static final int LDAPS_PORT = 636;

  public LdapSettings {
    Objects.requireNonNull(bindDn, "bindDn");
    Objects.requireNonNull(password, "password");
    SettingsReader.check(PREFIX + "connections", connections, 1, MAX_CONNECTIONS);
    SettingsReader.check(
        PREFIX + "connect-timeout", connectTimeout.toMillis(), 1, MAX_CONNECT_TIMEOUT.toMillis());
    SettingsReader.check(PREFIX + "max-in-flight", maxInFlight, 1, MAX_IN_FLIGHT);
    SettingsReader.check(PREFIX + "max-entries", maxEntries, 1, MAX_ENTRIES);
    if (!bindDn.isEmpty() && password.isEmpty()) {
      throw Problem.BAD_SETTING.exception(
          PREFIX + "password", "", "it must be set with bind-dn, or the bind would be anonymous");
    }
  }

  /**
   * Returns settings for an anonymous client of a URL: 2 connections, 1 s to connect, 1,000
   * searches in flight, 100 entries each.
   */
  public static LdapSettings at(String url) {
    return new LdapSettings(
        parsed(url), false, "", "", 2, Duration.ofSeconds(1), 1_000, 100, Optional.empty(), "");
  }

  private static URI parsed(String text) {
    try {
      URI url = URI.create(text.trim());
      boolean known = "ldap".equals(url.getScheme()) || "ldaps".equals(url.getScheme());
      boolean bare = url.getPath() == null || url.getPath().isEmpty() || url.getPath().equals("/");
      if (known && bare && url.getHost() != null && url.getQuery() == null) {
        return url;
      }
    } catch (IllegalArgumentException malformed) {
      // reported below
    }
    throw Problem.BAD_SETTING.exception(
        PREFIX + "url", text, "it must be ldap://host:port or ldaps://host:port");
  }

  /**
   * Reads the configuration; absent settings default to {@link #at} {@code ldap://127.0.0.1:389}.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0103 naming the key, if a value is invalid
   */
  public static LdapSettings from(Config config) {
    SettingsReader reader =
        new SettingsReader(key -> config.getOptionalValue(key, String.class), PREFIX);
    LdapSettings d = at(reader.text("url").orElse("ldap://127.0.0.1:389"));
    return new LdapSettings(
        d.url,
        reader.flag("start-tls", d.startTls),
        reader.text("bind-dn").orElse(d.bindDn),
        reader.text("password").orElse(d.password),
        reader.number("connections", d.connections, 1, MAX_CONNECTIONS),
        reader.millis(
            "connect-timeout", d.connectTimeout, Duration.ofMillis(1), MAX_CONNECT_TIMEOUT),
        reader.number("max-in-flight", d.maxInFlight, 1, MAX_IN_FLIGHT),
        reader.number("max-entries", d.maxEntries, 1, MAX_ENTRIES),
        reader.text("trust-store").map(Path::of),
        reader.text("trust-store-password").orElse(""));
  }

  boolean isTls() {
    return url.getScheme().equals("ldaps");
  }

  int port() {
    return url.getPort() > 0 ? url.getPort() : isTls() ? LDAPS_PORT : LDAP_PORT;
  }

  /** Returns the host, an IPv6 address without brackets. */
  String host() {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Returns these settings with a bind DN and password. */
  public LdapSettings withBind(String dn, String secret) {
    return new LdapSettings(
        url,
        startTls,
        dn,
        secret,
        connections,
        connectTimeout,
        maxInFlight,
        maxEntries,
        trustStore,
        trustStorePassword);
  }

  /** Returns these settings with other limits. */
  public LdapSettings withBounds(Duration connect, int inFlight, int entries) {
    return new LdapSettings(
        url,
        startTls,
        bindDn,
        password,
        connections,
        connect,
        inFlight,
        entries,
        trustStore,
        trustStorePassword);
  }

  /** Returns these settings with a custom trust store; {@code startTls} for a plain port. */
  public LdapSettings withTls(Path store, String secret, boolean start) {
    return new LdapSettings(
        url,
        start,
        bindDn,
        password,
        connections,
        connectTimeout,
        maxInFlight,
        maxEntries,
        Optional.of(store),
        secret);
  }

  /** Omits the passwords. */
  @Override
  public String toString() {
    return "LDAP at " + url + (bindDn.isEmpty() ? "" : " as " + bindDn);
  }
}
