package org.sipasync.sample;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.util.Locale;
import java.util.regex.Pattern;
import org.sipasync.functions.rest.HttpAnswer;

/**
 * The backend's decision about a call.
 *
 * @param action the action
 * @param value the price, or the address to route to; empty for none
 */
record Decision(Action action, String value) {
  enum Action {
    PRICE,
    ROUTE,
    BLOCK
  }

  private static final int OK = 200;

  /** Cached, because {@code Json} searches the jars for its provider on each call. */
  private static final JsonReaderFactory READERS = Json.createReaderFactory(null);

  private static final Pattern SIP_ADDRESS =
      Pattern.compile(
          "sips?:[A-Za-z0-9._~+-]{1,64}@[A-Za-z0-9.\\[\\]:-]{1,128}(;[A-Za-z0-9=.-]+)*");
  private static final Pattern PRICE = Pattern.compile("\\d{1,9}(\\.\\d{1,4})?");

  /** Reads an answer; null if it is not understood. */
  static Decision of(HttpAnswer answer) {
    if (answer.status() != OK) {
      return null;
    }
    try (JsonReader reader = READERS.createReader(new StringReader(answer.body()))) {
      JsonObject json = reader.readObject();
      Action action = Action.valueOf(json.getString("action", "").toUpperCase(Locale.ROOT));
      String value =
          switch (action) {
            case PRICE -> json.getString("price", "");
            case ROUTE -> json.getString("target", "");
            case BLOCK -> "";
          };
      return isSound(action, value) ? new Decision(action, value) : null;
    } catch (JsonException | IllegalArgumentException | ClassCastException notOurs) {
      return null;
    }
  }

  private static boolean isSound(Action action, String value) {
    return switch (action) {
      case PRICE -> PRICE.matcher(value).matches();
      case ROUTE -> SIP_ADDRESS.matcher(value).matches();
      case BLOCK -> true;
    };
  }
}
