package org.sipasync.functions.rest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.sipasync.Problem;
import org.sipasync.support.SettingsReader;

/**
 * Settings of {@link Rest}.
 *
 * @param connectTimeout time for lookup and TCP connect together; {@code
 *     sip.async.rest.connect-timeout} in ms
 * @param tlsTimeout time for the TLS handshake; {@code sip.async.rest.tls-timeout} in ms
 * @param transferTimeout time from the first byte sent to the last received; {@code
 *     sip.async.rest.transfer-timeout} in ms
 * @param maxPerHost limit of calls in flight per host and port; {@code sip.async.rest.max-per-host}
 * @param maxInFlight limit of calls in flight; {@code sip.async.rest.max-in-flight}
 * @param maxResponse maximum bytes of a response body; {@code sip.async.rest.max-response}
 * @param maxRequest maximum bytes of a request body; {@code sip.async.rest.max-request}
 * @param trustStore PKCS12 or JKS file; empty means the JVM's; {@code sip.async.rest.trust-store}
 * @param trustStorePassword its password; {@code sip.async.rest.trust-store-password}
 * @param allowedHosts the only hosts to call, as {@code host} (on the scheme's own port) or {@code
 *     host:port}; empty means any host from code and none from SIP; {@code
 *     sip.async.rest.allowed-hosts}, separated by commas
 * @param threads I/O threads for https, which the first such call starts; {@code
 *     sip.async.rest.threads}
 */
public record RestSettings(
    Duration connectTimeout,
    Duration tlsTimeout,
    Duration transferTimeout,
    int maxPerHost,
    int maxInFlight,
    int maxResponse,
    int maxRequest,
    Optional<Path> trustStore,
    String trustStorePassword,
    Set<String> allowedHosts,
    int threads) {
  static final String PREFIX = "sip.async.rest.";
  private static final int MEGABYTE = 1 << 20;

  /** Addresses of a host that surely get their turn. */
  private static final int MAX_TRIED = 3;

  public RestSettings {
    if (connectTimeout.toMillis() < 1
        || tlsTimeout.toMillis() < 1
        || transferTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "timeouts must be at least a millisecond: %s, %s, %s"
              .formatted(connectTimeout, tlsTimeout, transferTimeout));
    }
    if (maxPerHost < 1 || maxInFlight < 1 || maxResponse < 0 || maxRequest < 0 || threads < 1) {
      throw new IllegalArgumentException(
          "limits must be positive: %d, %d, %d, %d, %d"
              .formatted(maxPerHost, maxInFlight, maxResponse, maxRequest, threads));
    }
    allowedHosts = Set.copyOf(allowedHosts);
  }

  /**
   * Returns the defaults: one second to connect, two for TLS, ten for the transfer; 200 calls per
   * host, 2,000 in total; bodies of a megabyte; the JVM's trust store; any host; two threads.
   */
  public static RestSettings defaults() {
    return from(key -> Optional.empty());
  }

  /**
   * Reads the configuration; absent settings have their defaults.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0103 naming the key, if a value is invalid
   */
  public static RestSettings from(Config config) {
    return from(key -> config.getOptionalValue(key, String.class));
  }

  private static RestSettings from(Function<String, Optional<String>> config) {
    SettingsReader reader = new SettingsReader(config, PREFIX);
    Duration min = Duration.ofMillis(1);
    Duration max = Duration.ofMinutes(10);
    return new RestSettings(
        reader.millis("connect-timeout", Duration.ofSeconds(1), min, max),
        reader.millis("tls-timeout", Duration.ofSeconds(2), min, max),
        reader.millis("transfer-timeout", Duration.ofSeconds(10), min, max),
        reader.number("max-per-host", 200, 1, 100_000),
        reader.number("max-in-flight", 2000, 1, 100_000),
        reader.number("max-response", MEGABYTE, 1, 1 << 30),
        reader.number("max-request", MEGABYTE, 1, 1 << 30),
        reader.text("trust-store").map(Path::of),
        reader.text("trust-store-password").orElse(""),
        hosts(reader.text("allowed-hosts").orElse("")),
        reader.number("threads", 2, 1, 64));
  }

  /** Returns the time to connect to each of several addresses, which share it. */
  Duration connectTimeoutEach(int addresses) {
    return Duration.ofMillis(
        Math.max(1, connectTimeout.toMillis() / Math.min(addresses, MAX_TRIED)));
  }

  private static Set<String> hosts(String text) {
    Set<String> hosts = new TreeSet<>();
    for (String part : text.split(",")) {
      String host = part.trim().toLowerCase(Locale.ROOT);
      if (host.contains("/") || host.contains("*") || host.contains("@")) {
        throw Problem.BAD_SETTING.exception(
            PREFIX + "allowed-hosts",
            text,
            "it must be hosts separated by commas, such as api.example.com,10.0.0.7:8080");
      }
      if (!host.isEmpty()) {
        hosts.add(host);
      }
    }
    return hosts;
  }

  /** Returns these settings with other timeouts. */
  public RestSettings withTimeouts(Duration connect, Duration tls, Duration transfer) {
    return new RestSettings(
        connect,
        tls,
        transfer,
        maxPerHost,
        maxInFlight,
        maxResponse,
        maxRequest,
        trustStore,
        trustStorePassword,
        allowedHosts,
        threads);
  }

  /** Returns these settings with other limits of calls in flight. */
  public RestSettings withBounds(int perHost, int inAll) {
    return new RestSettings(
        connectTimeout,
        tlsTimeout,
        transferTimeout,
        perHost,
        inAll,
        maxResponse,
        maxRequest,
        trustStore,
        trustStorePassword,
        allowedHosts,
        threads);
  }

  /** Returns these settings with other limits of bodies. */
  public RestSettings withBodies(int response, int request) {
    return new RestSettings(
        connectTimeout,
        tlsTimeout,
        transferTimeout,
        maxPerHost,
        maxInFlight,
        response,
        request,
        trustStore,
        trustStorePassword,
        allowedHosts,
        threads);
  }

  /** Returns these settings with a custom trust store. */
  public RestSettings withTrustStore(Path file, String password) {
    return new RestSettings(
        connectTimeout,
        tlsTimeout,
        transferTimeout,
        maxPerHost,
        maxInFlight,
        maxResponse,
        maxRequest,
        Optional.of(file),
        password,
        allowedHosts,
        threads);
  }

  /** Returns these settings restricted to some hosts. */
  public RestSettings withAllowedHosts(String... hosts) {
    return new RestSettings(
        connectTimeout,
        tlsTimeout,
        transferTimeout,
        maxPerHost,
        maxInFlight,
        maxResponse,
        maxRequest,
        trustStore,
        trustStorePassword,
        hosts(String.join(",", hosts)),
        threads);
  }

  /** Omits the password. */
  @Override
  public String toString() {
    return "RestSettings[connect %s, TLS %s, transfer %s, %d per host, %d in total, hosts %s]"
        .formatted(
            connectTimeout, tlsTimeout, transferTimeout, maxPerHost, maxInFlight, allowedHosts);
  }
}
