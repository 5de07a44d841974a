package org.sipasync.functions.events;

import org.eclipse.microprofile.config.Config;
import org.sipasync.Problem;

/**
 * How many may wait.
 *
 * @param maxWaiting in all
 * @param maxWaitingPerKey for one key
 */
public record EventsSettings(int maxWaiting, int maxWaitingPerKey) {
  private static final String ALL = "sip.async.events.max-waiting";
  private static final String PER_KEY = "sip.async.events.max-waiting-per-key";

  public EventsSettings {
    check(ALL, maxWaiting);
    check(PER_KEY, maxWaitingPerKey);
  }

  private static void check(String key, int value) {
    if (value < 1) {
      throw Problem.BAD_SETTING.exception(key, value, "it must be at least 1");
    }
  }

  /** 100,000 in all, 1,000 for one key. */
  public static EventsSettings defaults() {
    return new EventsSettings(100_000, 1_000);
  }

  /** As configured; what is left out, as by default. */
  public static EventsSettings from(Config config) {
    EventsSettings defaults = defaults();
    return new EventsSettings(
        config.getOptionalValue(ALL, Integer.class).orElse(defaults.maxWaiting),
        config.getOptionalValue(PER_KEY, Integer.class).orElse(defaults.maxWaitingPerKey));
  }
}
