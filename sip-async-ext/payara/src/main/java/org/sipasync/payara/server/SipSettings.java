package org.sipasync.payara.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sipasync.support.SettingsReader;

/**
 * The container's configuration.
 *
 * @param container which SIP container serves ({@code sip.container})
 * @param listen where to listen ({@code sip.listen})
 * @param threads how many container threads run handlers ({@code sip.threads})
 * @param queue how many messages may wait for a thread ({@code sip.queue})
 * @param maxParseWait how long a new request may wait to be parsed ({@code sip.parse.max-wait}, ms)
 * @param maxTransactions how many server transactions may be kept ({@code sip.max-transactions})
 * @param maxRinging how long an INVITE of ours may ring without a response ({@code
 *     sip.max-ringing}, s)
 * @param lockTimeout how long a handler waits for its session ({@code sip.lock.timeout}, ms)
 * @param dar URI of the default application router's file ({@code sip.dar})
 */
public record SipSettings(
    ContainerKind container,
    List<ListenPoint> listen,
    int threads,
    int queue,
    Duration maxParseWait,
    int maxTransactions,
    Duration maxRinging,
    Duration lockTimeout,
    Optional<String> dar) {

  /** Heap of a kept transaction, generously: sessions and the application's share are in it. */
  private static final long BYTES_PER_TRANSACTION = 16_384;

  /**
   * Reads the configuration.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0101 or SIPA-0103 if a value does not fit
   */
  public static SipSettings from(Function<String, Optional<String>> config) {
    SettingsReader reader = new SettingsReader(config, "sip.");
    reader.refuseRenamed("queue.time", "parse.max-wait");
    int cores = Runtime.getRuntime().availableProcessors();
    return new SipSettings(
        reader.word("container", ContainerKind.RESTCOMM),
        ListenPoint.parse(reader.text("listen").orElse("udp:127.0.0.1:5060,tcp:127.0.0.1:5060")),
        reader.number("threads", Math.max(16, 8 * cores), 1, 10_000),
        reader.number("queue", 10_000, 1, 10_000_000),
        millis(reader, "parse.max-wait", 1_000),
        reader.number("max-transactions", transactionsThatFit(), 1, 100_000_000),
        Duration.ofSeconds(reader.number("max-ringing", 240, 1, 86_400)),
        millis(reader, "lock.timeout", 10_000),
        reader.text("dar").or(() -> config.apply("javax.servlet.sip.dar")));
  }

  private static int transactionsThatFit() {
    long heap = Runtime.getRuntime().maxMemory();
    return (int) Math.min(10_000_000, Math.max(10_000, heap / BYTES_PER_TRANSACTION));
  }

  private static Duration millis(SettingsReader reader, String key, long fallback) {
    return reader.millis(
        key, Duration.ofMillis(fallback), Duration.ofMillis(1), Duration.ofMinutes(10));
  }
}
