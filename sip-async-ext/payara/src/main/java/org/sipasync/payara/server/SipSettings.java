package org.sipasync.payara.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sipasync.sip.trace.TraceSettings;
import org.sipasync.sip.transport.tls.TlsSettings;
import org.sipasync.support.SettingsReader;

/**
 * The container's configuration.
 *
 * @param container which SIP container serves ({@code sip.container})
 * @param listen where to listen ({@code sip.listen})
 * @param advertised where peers reach that, if elsewhere ({@code sip.advertise})
 * @param threads how many container threads run handlers ({@code sip.threads})
 * @param inline true if fast handlers run on the thread that reads ({@code sip.inline})
 * @param loops how many loops share the transactions ({@code sip.loops})
 * @param queue how many messages may wait for a thread ({@code sip.queue})
 * @param warmUp how long the server prepares itself before it listens; zero: not at all ({@code
 *     sip.warm-up}, ms)
 * @param maxWait how long a new request may wait to be read or for a thread ({@code sip.max-wait},
 *     ms)
 * @param maxTransactions how many server transactions may be kept ({@code sip.max-transactions})
 * @param maxRinging how long an INVITE of ours may ring without a response ({@code
 *     sip.max-ringing}, s)
 * @param sessionTimer session timer of dialogs ({@code sip.session-timer…})
 * @param keepAlive how long a connection opened by the server is silent before it is pinged; zero:
 *     for ever ({@code sip.keep-alive}, s)
 * @param maxConnections how many connections peers may have opened ({@code sip.max-connections})
 * @param maxConnectionsPerAddress how many there may be with one address ({@code
 *     sip.max-connections-per-address})
 * @param lockTimeout how long a handler waits for its session ({@code sip.lock.timeout}, ms)
 * @param dar URI of the default application router's file ({@code sip.dar})
 * @param routerProvider class that provides a custom application router ({@link #ROUTER_PROVIDER})
 * @param trustedPeers peers whose asserted identities count ({@code sip.trusted-peers})
 * @param relay where requests are sent on to that no application wants ({@code sip.relay})
 * @param tls TLS settings of the listen points, by the names that these have ({@code sip.tls…})
 * @param trace what sees the messages on the wire ({@code sip.ladder…}, {@code sip.trace…}, {@code
 *     sip.hep…})
 * @param webSocket SIP over WebSocket ({@code sip.websocket…})
 */
public record SipSettings(
    ContainerKind container,
    List<ListenPoint> listen,
    List<Advertised> advertised,
    int threads,
    boolean inline,
    int loops,
    int queue,
    Duration warmUp,
    Duration maxWait,
    int maxTransactions,
    Duration maxRinging,
    SessionTimerSettings sessionTimer,
    Duration keepAlive,
    int maxConnections,
    int maxConnectionsPerAddress,
    Duration lockTimeout,
    Optional<String> dar,
    Optional<String> routerProvider,
    TrustedPeers trustedPeers,
    RelayHosts relay,
    Map<String, TlsSettings> tls,
    TraceSettings trace,
    WebSocketSettings webSocket) {
  /** Property of JSR 289 15.4.2 that names the provider of a custom application router. */
  public static final String ROUTER_PROVIDER =
      "javax.servlet.sip.ar.spi.SipApplicationRouterProvider";

  /** Property of JSR 289, appendix C, that names the DAR file. */
  private static final String DAR = "javax.servlet.sip.ar.dar.configuration";

  private static final int MAX_LOOPS = 64;
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  /** Heap of a kept transaction, less than 1 KB, with the application's share. */
  private static final long BYTES_PER_TRANSACTION = 4_096;

  /** The same on Restcomm's container, which keeps objects and sessions. */
  private static final long BYTES_PER_RESTCOMM_TRANSACTION = 16_384;

  /**
   * Reads the configuration.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0101, SIPA-0103 or SIPA-0380 if a value does not
   *     fit
   */
  public static SipSettings from(Function<String, Optional<String>> config) {
    SettingsReader reader = new SettingsReader(config, "sip.");
    reader.refuseRenamed("queue.time", "max-wait");
    reader.refuseRenamed("parse.max-wait", "max-wait");
    int cores = Runtime.getRuntime().availableProcessors();
    ContainerKind container = reader.word("container", ContainerKind.OWN);
    int loops = reader.number("loops", 1, 1, MAX_LOOPS);
    boolean inline = reader.flag("inline", loops == 1);
    if (inline && loops > 1) {
      throw reader.refused("loops", loops, "sip.inline=true has one loop; set one of the two");
    }
    List<ListenPoint> listen =
        ListenPoint.parse(reader.text("listen").orElse("udp:127.0.0.1:5060,tcp:127.0.0.1:5060"));
    if (container == ContainerKind.RESTCOMM && listen.stream().anyMatch(ListenPoint::isTls)) {
      throw reader.refused("listen", listen, "sip.container=restcomm has no TLS");
    }
    return new SipSettings(
        container,
        listen,
        Advertised.parse(reader.text("advertise").orElse(""), listen),
        reader.number("threads", Math.max(16, 8 * cores), 1, 10_000),
        inline,
        loops,
        reader.number("queue", 10_000, 1, 10_000_000),
        reader.millis("warm-up", WARM_UP, Duration.ZERO, Duration.ofMinutes(1)),
        millis(reader, "max-wait", 1_000),
        reader.number("max-transactions", transactionsThatFit(container), 1, 100_000_000),
        Duration.ofSeconds(reader.number("max-ringing", 240, 1, 86_400)),
        sessionTimer(reader),
        Duration.ofSeconds(reader.number("keep-alive", 0, 0, 86_400)),
        reader.number("max-connections", 8_192, 1, 1_000_000),
        reader.number("max-connections-per-address", 512, 1, 1_000_000),
        millis(reader, "lock.timeout", 10_000),
        reader
            .text("dar")
            .or(() -> config.apply(DAR).filter(location -> !location.isBlank()))
            .or(() -> config.apply("javax.servlet.sip.dar").filter(file -> !file.isBlank())),
        config.apply(ROUTER_PROVIDER).filter(name -> !name.isBlank()),
        trustedPeers(reader),
        relay(reader),
        tls(config, listen),
        TraceConfig.of(config),
        WebSocketSettings.from(config));
  }

  private static Map<String, TlsSettings> tls(
      Function<String, Optional<String>> config, List<ListenPoint> listen) {
    return listen.stream()
        .filter(ListenPoint::isTls)
        .map(ListenPoint::identity)
        .distinct()
        .collect(
            Collectors.toUnmodifiableMap(
                name -> name,
                name ->
                    name.isEmpty() ? TlsSettings.from(config) : TlsSettings.from(config, name)));
  }

  private static TrustedPeers trustedPeers(SettingsReader reader) {
    String text = reader.text("trusted-peers").orElse("");
    try {
      return TrustedPeers.of(text);
    } catch (IllegalArgumentException e) {
      throw reader.refused("trusted-peers", text, e.getMessage());
    }
  }

  private static RelayHosts relay(SettingsReader reader) {
    String text = reader.text("relay").orElse("");
    try {
      return RelayHosts.of(text);
    } catch (IllegalArgumentException e) {
      throw reader.refused("relay", text, e.getMessage());
    }
  }

  private static SessionTimerSettings sessionTimer(SettingsReader reader) {
    return new SessionTimerSettings(
        reader.flag("session-timer", false),
        reader.number("session-timer.expires", 1_800, 1, 86_400),
        reader.number("session-timer.min", 90, 1, 86_400));
  }

  private static int transactionsThatFit(ContainerKind container) {
    boolean own = container == ContainerKind.OWN;
    long each = own ? BYTES_PER_TRANSACTION : BYTES_PER_RESTCOMM_TRANSACTION;
    long fit = Runtime.getRuntime().maxMemory() / each;
    return (int) Math.min(10_000_000, Math.max(10_000, fit));
  }

  private static Duration millis(SettingsReader reader, String key, long fallback) {
    return reader.millis(
        key, Duration.ofMillis(fallback), Duration.ofMillis(1), Duration.ofMinutes(10));
  }
}
