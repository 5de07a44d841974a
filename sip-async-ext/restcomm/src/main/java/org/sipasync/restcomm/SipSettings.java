package org.sipasync.restcomm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sipasync.Problem;

/**
 * The container's configuration.
 *
 * @param listen where to listen ({@code sip.listen})
 * @param threads how many container threads run handlers ({@code sip.threads})
 * @param queue how many messages may wait for a thread ({@code sip.queue})
 * @param queueTime how long a new request may wait to be parsed ({@code sip.queue.time}, ms)
 * @param lockTimeout how long a handler waits for its session ({@code sip.lock.timeout}, ms)
 * @param dar URI of the default application router's file ({@code sip.dar})
 */
record SipSettings(
    List<ListenPoint> listen,
    int threads,
    int queue,
    Duration queueTime,
    Duration lockTimeout,
    Optional<String> dar) {

  static SipSettings from(Function<String, Optional<String>> config) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new SipSettings(
        ListenPoint.parse(
            config.apply("sip.listen").orElse("udp:127.0.0.1:5060,tcp:127.0.0.1:5060")),
        number(config, "sip.threads", Math.max(16, 8 * cores), 1, 10_000),
        number(config, "sip.queue", 10_000, 1, 10_000_000),
        Duration.ofMillis(number(config, "sip.queue.time", 1_000, 1, 600_000)),
        Duration.ofMillis(number(config, "sip.lock.timeout", 10_000, 1, 600_000)),
        config.apply("sip.dar").or(() -> config.apply("javax.servlet.sip.dar")));
  }

  private static int number(
      Function<String, Optional<String>> config, String key, int fallback, int least, int most) {
    String text = config.apply(key).map(String::trim).orElse(null);
    if (text == null) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // told below
    }
    throw Problem.BAD_SETTING.exception(
        key, text, "it must be a whole number from " + least + " to " + most);
  }
}
