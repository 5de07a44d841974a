package org.sipasync.console;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.sipasync.Problem;
import org.sipasync.admin.Filter;

/**
 * Validated input of a request. Unknown names are rejected rather than ignored, because a misspelt
 * filter would match everything.
 */
final class Input {
  static final Set<String> FILTER = Set.of("application", "route", "function", "minAgeMillis");
  private static final int MAX_BODY = 4_096;
  private static final int MAX_NAME = 256;
  private static final long MAX_MILLIS = Duration.ofDays(1).toMillis();

  /** String, Long or Boolean. */
  private final Map<String, Object> values;

  private Input(Map<String, Object> values) {
    this.values = values;
  }

  /** Reads query parameters with known names, each at most once. */
  static Input ofQuery(MultivaluedMap<String, String> parameters, Set<String> known) {
    Map<String, Object> values = new HashMap<>();
    parameters.forEach(
        (name, given) -> {
          checkKnown(name, known);
          if (given.size() != 1) {
            throw bad(name, "occurs more than once");
          }
          if (!given.get(0).isEmpty()) {
            values.put(name, given.get(0));
          }
        });
    return new Input(values);
  }

  /** Reads a JSON object with known names; an empty body is an empty object. */
  static Input ofBody(InputStream body, Set<String> known) throws IOException {
    byte[] bytes = body.readNBytes(MAX_BODY + 1);
    if (bytes.length > MAX_BODY) {
      throw new Refusal(413, Problem.CONSOLE_BAD_INPUT, "The body", "has more than 4096 bytes");
    }
    Map<String, Object> values = new HashMap<>();
    if (bytes.length > 0) {
      parse(bytes)
          .forEach(
              (name, value) -> {
                checkKnown(name, known);
                if (value != JsonValue.NULL) {
                  values.put(name, plain(name, value));
                }
              });
    }
    return new Input(values);
  }

  private static JsonObject parse(byte[] bytes) {
    try (JsonParser parser =
        Json.createParser(new StringReader(new String(bytes, StandardCharsets.UTF_8)))) {
      if (parser.next() == JsonParser.Event.START_OBJECT) {
        JsonObject object = parser.getObject();
        if (!parser.hasNext()) {
          return object;
        }
      }
    } catch (JsonException | NoSuchElementException malformed) {
      // reported below
    }
    throw bad("The body", "is not a JSON object");
  }

  private static Object plain(String name, JsonValue value) {
    return switch (value.getValueType()) {
      case STRING -> ((JsonString) value).getString();
      case NUMBER -> whole(name, value.toString());
      case TRUE -> true;
      case FALSE -> false;
      default -> throw bad(name, "is not a string, number or boolean");
    };
  }

  private static long whole(String name, String digits) {
    if (!digits.matches("\\d{1,18}")) {
      throw bad(name, "is not a non-negative whole number");
    }
    return Long.parseLong(digits);
  }

  private static void checkKnown(String name, Set<String> known) {
    if (!known.contains(name)) {
      throw bad(shown(name), "is unknown; known names are " + known.stream().sorted().toList());
    }
  }

  /** Returns a name; null if absent. */
  String name(String key) {
    Object value = values.get(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text) || text.isEmpty() || text.length() > MAX_NAME) {
      throw bad(key, "must be a string of 1 to " + MAX_NAME + " characters");
    }
    return text;
  }

  long number(String key, long fallback, long min, long max) {
    Object value = values.get(key);
    if (value == null) {
      return fallback;
    }
    long number = value instanceof Long given ? given : whole(key, value.toString());
    if (number >= min && number <= max) {
      return number;
    }
    throw bad(key, "must be a whole number from " + min + " to " + max);
  }

  boolean flag(String key) {
    Object value = values.getOrDefault(key, false);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw bad(key, "must be true or false");
  }

  Filter filter() {
    return new Filter(
        name("application"),
        name("route"),
        name("function"),
        Duration.ofMillis(number("minAgeMillis", 0, 0, MAX_MILLIS)));
  }

  /** Returns a time of at most one day. */
  Duration millis(String key, Duration fallback) {
    return Duration.ofMillis(number(key, fallback.toMillis(), 0, MAX_MILLIS));
  }

  static Refusal bad(String what, String why) {
    return new Refusal(400, Problem.CONSOLE_BAD_INPUT, what, why);
  }

  private static String shown(String name) {
    return LoginAudit.clean(name);
  }
}
