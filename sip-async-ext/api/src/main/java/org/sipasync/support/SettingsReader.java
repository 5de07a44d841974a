package org.sipasync.support;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;

/**
 * Reads the settings below one prefix and refuses what does not fit with SIPA-0103, which names the
 * whole key, the value and what is allowed. Thread-safe if its source is.
 *
 * <p>A setting that is absent or blank has its fallback. Numbers are decimal without a sign or
 * unit.
 */
public final class SettingsReader {
  private final Function<String, Optional<String>> source;
  private final String prefix;

  /**
   * Creates a reader.
   *
   * @param source the value of a key; empty if it is not set
   * @param prefix precedes each key, as in {@code "sip.async.redis."}; may be empty
   */
  public SettingsReader(Function<String, Optional<String>> source, String prefix) {
    this.source = Objects.requireNonNull(source, "source");
    this.prefix = Objects.requireNonNull(prefix, "prefix");
  }

  /** The trimmed value; empty if it is absent or blank. */
  public Optional<String> text(String key) {
    return source.apply(prefix + key).map(String::trim).filter(value -> !value.isEmpty());
  }

  /**
   * A whole number.
   *
   * @throws SipAsyncException SIPA-0103 if the value is none from {@code min} to {@code max}
   */
  public int number(String key, int fallback, int min, int max) {
    return (int) number(key, (long) fallback, min, max);
  }

  /**
   * A whole number.
   *
   * @throws SipAsyncException SIPA-0103 if the value is none from {@code min} to {@code max}
   */
  public long number(String key, long fallback, long min, long max) {
    return text(key).map(text -> parsed(key, text, min, max)).orElse(fallback);
  }

  private long parsed(String key, String text, long min, long max) {
    if (text.length() <= 19 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      try {
        return check(prefix + key, Long.parseLong(text), min, max);
      } catch (NumberFormatException tooLarge) {
        // refused below
      }
    }
    throw refused(key, text, range(min, max));
  }

  private static String range(long min, long max) {
    return "it must be a whole number from " + min + " to " + max;
  }

  /**
   * A time in milliseconds.
   *
   * @throws SipAsyncException SIPA-0103 if the value is no whole number from {@code min} to {@code
   *     max} milliseconds
   */
  public Duration millis(String key, Duration fallback, Duration min, Duration max) {
    return Duration.ofMillis(number(key, fallback.toMillis(), min.toMillis(), max.toMillis()));
  }

  /**
   * A truth value.
   *
   * @throws SipAsyncException SIPA-0103 if the value is neither {@code true} nor {@code false}
   */
  public boolean flag(String key, boolean fallback) {
    return text(key).map(text -> truth(key, text)).orElse(fallback);
  }

  private boolean truth(String key, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refused(key, text, "it must be true or false");
    };
  }

  /**
   * One of a few words; case does not matter, and {@code -} stands for {@code _}.
   *
   * @throws SipAsyncException SIPA-0103 if the value is none of them
   */
  public <E extends Enum<E>> E word(String key, E fallback) {
    E[] words = fallback.getDeclaringClass().getEnumConstants();
    return text(key)
        .map(
            text ->
                Arrays.stream(words)
                    .filter(word -> written(word).equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> refused(key, text, "it must be one of " + all(words))))
        .orElse(fallback);
  }

  private static String written(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String all(Enum<?>[] words) {
    return Arrays.stream(words).map(SettingsReader::written).collect(Collectors.joining(", "));
  }

  /**
   * Refuses a key that has another name now, instead of ignoring it.
   *
   * @throws SipAsyncException SIPA-0103 if the former key has a value
   */
  public void refuseRenamed(String formerKey, String key) {
    text(formerKey)
        .ifPresent(
            value -> {
              throw refused(formerKey, value, "its name is " + prefix + key + " now");
            });
  }

  /**
   * Checks a number that a program gives instead of a configuration.
   *
   * @param key the whole key, for the message
   * @return {@code value}
   * @throws SipAsyncException SIPA-0103 if it is not from {@code min} to {@code max}
   */
  public static long check(String key, long value, long min, long max) {
    if (value < min || value > max) {
      throw refusal(key, value, range(min, max));
    }
    return value;
  }

  /**
   * The exception for a value that does not fit: SIPA-0103.
   *
   * @param reason what is allowed, as in {@code "it must be true or false"}
   */
  public SipAsyncException refused(String key, Object value, String reason) {
    return refusal(prefix + key, value, reason);
  }

  /**
   * The same for a value that a program gives instead of a configuration.
   *
   * @param key the whole key
   */
  public static SipAsyncException refusal(String key, Object value, String reason) {
    return Problem.BAD_SETTING.exception(key, LogText.clean(value), reason);
  }
}
