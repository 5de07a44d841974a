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
 * Reads the settings under one prefix and rejects invalid ones with SIPA-0103, which names the full
 * key, the value and the allowed values. Thread-safe if its source is.
 *
 * <p>Absent and blank settings have their fallback. Numbers are decimal without a sign or unit.
 */
public final class SettingsReader {
  private final Function<String, Optional<String>> source;
  private final String prefix;

  /**
   * Creates a reader.
   *
   * @param source returns the value of a key; empty if it is not set
   * @param prefix precedes each key, as in {@code "sip.async.redis."}; may be empty
   */
  public SettingsReader(Function<String, Optional<String>> source, String prefix) {
    this.source = Objects.requireNonNull(source, "source");
    this.prefix = Objects.requireNonNull(prefix, "prefix");
  }

  /** Returns the trimmed value; empty if it is absent or blank. */
  public Optional<String> text(String key) {
    return source.apply(prefix + key).map(String::trim).filter(value -> !value.isEmpty());
  }

  /**
   * Reads a whole number.
   *
   * @throws SipAsyncException SIPA-0103 if the value is not a whole number from {@code min} to
   *     {@code max}
   */
  public int number(String key, int fallback, int min, int max) {
    return (int) number(key, (long) fallback, min, max);
  }

  /**
   * Reads a whole number.
   *
   * @throws SipAsyncException SIPA-0103 if the value is not a whole number from {@code min} to
   *     {@code max}
   */
  public long number(String key, long fallback, long min, long max) {
    return text(key).map(text -> parsed(key, text, min, max)).orElse(fallback);
  }

  private long parsed(String key, String text, long min, long max) {
    if (text.length() <= 19 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      try {
        return check(prefix + key, Long.parseLong(text), min, max);
      } catch (NumberFormatException tooLarge) {
        // rejected below
      }
    }
    throw refused(key, text, range(min, max));
  }

  private static String range(long min, long max) {
    return "it must be a whole number from " + min + " to " + max;
  }

  /**
   * Reads a time in milliseconds.
   *
   * @throws SipAsyncException SIPA-0103 if the value is not a whole number from {@code min} to
   *     {@code max} milliseconds
   */
  public Duration millis(String key, Duration fallback, Duration min, Duration max) {
    return Duration.ofMillis(number(key, fallback.toMillis(), min.toMillis(), max.toMillis()));
  }

  /**
   * Reads a boolean.
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
   * Reads an enum constant; case-insensitive, with {@code -} for {@code _}.
   *
   * @throws SipAsyncException SIPA-0103 if the value is not a constant
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
   * Rejects a renamed key instead of ignoring it.
   *
   * @throws SipAsyncException SIPA-0103 if the former key is set
   */
  public void refuseRenamed(String formerKey, String key) {
    text(formerKey)
        .ifPresent(
            value -> {
              throw refused(formerKey, value, "it is now named " + prefix + key);
            });
  }

  /**
   * Checks a number that is set by code instead of configuration.
   *
   * @param key the full key, for the message
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
   * Returns the exception for an invalid value, SIPA-0103.
   *
   * @param reason the allowed values, as in {@code "it must be true or false"}
   */
  public SipAsyncException refused(String key, Object value, String reason) {
    return refusal(prefix + key, value, reason);
  }

  /**
   * Returns the exception for an invalid value that is set by code.
   *
   * @param key the full key
   */
  public static SipAsyncException refusal(String key, Object value, String reason) {
    return Problem.BAD_SETTING.exception(key, LogText.clean(value), reason);
  }
}
