package org.sipasync.payara.server;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sipasync.sip.transport.WebSocketLimits;
import org.sipasync.support.SettingsReader;

/**
 * SIP over WebSocket ({@code sip.websocket…}).
 *
 * @param path where each SIP application accepts WebSockets, below its context path; empty if none
 *     does
 * @param origins origins of the pages whose scripts may connect, in lower case; empty: those of
 *     this server only; with {@code *} all
 * @param maxConnections how many WebSockets may be open
 * @param maxPerAddress how many of one address
 * @param ping time of a client's silence after which it is pinged; zero: never
 */
public record WebSocketSettings(
    Optional<String> path,
    Set<String> origins,
    int maxConnections,
    int maxPerAddress,
    Duration ping) {
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]{1,100}){1,10}");
  private static final Pattern ORIGIN =
      Pattern.compile("\\*|https?://(\\[[0-9a-f:.]+\\]|[a-z0-9._-]+)(:[0-9]{1,5})?");

  /**
   * Reads the settings.
   *
   * @param config returns the value of a key; empty if it is not set
   * @throws org.sipasync.SipAsyncException SIPA-0103 if a value does not fit
   */
  static WebSocketSettings from(Function<String, Optional<String>> config) {
    SettingsReader reader = new SettingsReader(config, "sip.websocket.");
    WebSocketLimits defaults = WebSocketLimits.DEFAULTS;
    return new WebSocketSettings(
        path(reader),
        origins(reader),
        reader.number("max-connections", defaults.maxConnections(), 1, 1_000_000),
        reader.number("max-per-address", defaults.maxPerAddress(), 1, 1_000_000),
        Duration.ofSeconds(reader.number("ping", (int) defaults.ping().toSeconds(), 0, 86_400)));
  }

  private static Optional<String> path(SettingsReader reader) {
    Optional<String> path = reader.text("path");
    path.filter(text -> !PATH.matcher(text).matches())
        .ifPresent(
            text -> {
              throw reader.refused(
                  "path", text, "it must be a path such as /sip, without wildcards");
            });
    return path;
  }

  private static Set<String> origins(SettingsReader reader) {
    String text = reader.text("origins").orElse("").toLowerCase(Locale.ROOT);
    return Arrays.stream(text.split(",", -1))
        .map(String::trim)
        .filter(origin -> !text.isEmpty())
        .map(origin -> checked(reader, origin))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String checked(SettingsReader reader, String origin) {
    if (!ORIGIN.matcher(origin).matches()) {
      throw reader.refused(
          "origins", origin, "an origin is https://host, with a port if it has one, or *");
    }
    return origin;
  }

  /** Bounds of the stack that these settings make. */
  public WebSocketLimits limits() {
    return WebSocketLimits.DEFAULTS.with(maxConnections, maxPerAddress, ping);
  }
}
