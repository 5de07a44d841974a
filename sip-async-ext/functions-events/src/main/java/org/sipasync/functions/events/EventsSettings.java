package org.sipasync.functions.events;

import org.eclipse.microprofile.config.Config;
import org.sipasync.support.SettingsReader;

/**
 * Limits of waits.
 *
 * @param maxWaiting in total
 * @param maxWaitingPerKey per key
 */
public record EventsSettings(int maxWaiting, int maxWaitingPerKey) {
  private static final String PREFIX = "sip.async.events.";
  private static final int MAX = 10_000_000;

  public EventsSettings {
    SettingsReader.check(PREFIX + "max-waiting", maxWaiting, 1, MAX);
    SettingsReader.check(PREFIX + "max-waiting-per-key", maxWaitingPerKey, 1, MAX);
  }

  /** Returns the defaults: 100,000 in total, 1,000 per key. */
  public static EventsSettings defaults() {
    return new EventsSettings(100_000, 1_000);
  }

  /**
   * Reads the configuration; absent settings have their defaults.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0103 naming the key, if a value is invalid
   */
  public static EventsSettings from(Config config) {
    SettingsReader reader =
        new SettingsReader(key -> config.getOptionalValue(key, String.class), PREFIX);
    EventsSettings defaults = defaults();
    return new EventsSettings(
        reader.number("max-waiting", defaults.maxWaiting, 1, MAX),
        reader.number("max-waiting-per-key", defaults.maxWaitingPerKey, 1, MAX));
  }
}
