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

/**
 * How {@link Rest} is set up.
 *
 * @param connectTimeout for the host's lookup and the TCP connection together; {@code
 *     sip.async.rest.connect-timeout} in ms
 * @param tlsTimeout for the TLS handshake; {@code sip.async.rest.tls-timeout} in ms
 * @param transferTimeout from the first byte sent to the last one received; {@code
 *     sip.async.rest.transfer-timeout} in ms
 * @param maxPerHost calls in flight to one host and port at most; {@code
 *     sip.async.rest.max-per-host}
 * @param maxInFlight calls in flight at most; {@code sip.async.rest.max-in-flight}
 * @param maxResponse bytes of a response's body at most; {@code sip.async.rest.max-response}
 * @param maxRequest bytes of a request's body at most; {@code sip.async.rest.max-request}
 * @param trustStore whose certificates are trusted; empty means the JVM's; {@code
 *     sip.async.rest.trust-store}
 * @param trustStorePassword its password; {@code sip.async.rest.trust-store-password}
 * @param allowedHosts the only hosts to call, as {@code host} (on the scheme's own port) or {@code
 *     host:port}; empty means any that the code names and none that SIP names; {@code
 *     sip.async.rest.allowed-hosts}, separated by commas
 * @param threads threads that transfer; {@code sip.async.rest.threads}
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
  private static final String PREFIX = "sip.async.rest.";
  private static final int MEGABYTE = 1 << 20;
  private static final int LONGEST = 600_000;

  public RestSettings {
    if (connectTimeout.toMillis() < 1
        || tlsTimeout.toMillis() < 1
        || transferTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "timeouts are at least a millisecond: %s, %s, %s"
              .formatted(connectTimeout, tlsTimeout, transferTimeout));
    }
    if (maxPerHost < 1 || maxInFlight < 1 || maxResponse < 0 || maxRequest < 0 || threads < 1) {
      throw new IllegalArgumentException(
          "bounds are above zero: %d, %d, %d, %d, %d"
              .formatted(maxPerHost, maxInFlight, maxResponse, maxRequest, threads));
    }
    allowedHosts = Set.copyOf(allowedHosts);
  }

  /**
   * One second to connect, two for TLS, ten for the transfer; 200 calls to a host, 2,000 in all;
   * bodies of a megabyte; the JVM's trust store; any host; two threads.
   */
  public static RestSettings defaults() {
    return from(key -> Optional.empty());
  }

  /**
   * What the configuration says, or the defaults.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0103 naming the key, if a value does not fit
   */
  public static RestSettings from(Config config) {
    return from(key -> config.getOptionalValue(PREFIX + key, String.class));
  }

  private static RestSettings from(Function<String, Optional<String>> config) {
    return new RestSettings(
        Duration.ofMillis(number(config, "connect-timeout", 1000, LONGEST)),
        Duration.ofMillis(number(config, "tls-timeout", 2000, LONGEST)),
        Duration.ofMillis(number(config, "transfer-timeout", 10_000, LONGEST)),
        number(config, "max-per-host", 200, 100_000),
        number(config, "max-in-flight", 2000, 100_000),
        number(config, "max-response", MEGABYTE, 1 << 30),
        number(config, "max-request", MEGABYTE, 1 << 30),
        config.apply("trust-store").map(Path::of),
        config.apply("trust-store-password").orElse(""),
        hosts(config.apply("allowed-hosts").orElse("")),
        number(config, "threads", 2, 64));
  }

  private static Set<String> hosts(String text) {
    Set<String> hosts = new TreeSet<>();
    for (String part : text.split(",")) {
      String host = part.trim().toLowerCase(Locale.ROOT);
      if (host.contains("/") || host.contains("*") || host.contains("@")) {
        throw Problem.BAD_SETTING.exception(
            PREFIX + "allowed-hosts",
            text,
            "it must be hosts separated by commas, as api.example.com,10.0.0.7:8080");
      }
      if (!host.isEmpty()) {
        hosts.add(host);
      }
    }
    return hosts;
  }

  private static int number(
      Function<String, Optional<String>> config, String key, int fallback, int most) {
    String text = config.apply(key).map(String::trim).orElse(null);
    if (text == null) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= most) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // told below
    }
    throw Problem.BAD_SETTING.exception(
        PREFIX + key, text, "it must be a whole number from 1 to " + most);
  }

  /** The same with other timeouts. */
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

  /** The same with other bounds of calls in flight. */
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

  /** The same with other bounds of bodies. */
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

  /** The same with a trust store of one's own. */
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

  /** The same for these hosts only. */
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

  /** Without the password. */
  @Override
  public String toString() {
    return "RestSettings[connect %s, TLS %s, transfer %s, %d per host, %d in all, hosts %s]"
        .formatted(
            connectTimeout, tlsTimeout, transferTimeout, maxPerHost, maxInFlight, allowedHosts);
  }
}
