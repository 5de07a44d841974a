package org.sipasync.container.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipRouteModifier;
import org.sipasync.container.routing.DarEntry.Direction;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;

/**
 * Reads one line of a DAR file: entries in parentheses with commas between them, each of them six
 * or more texts in quotation marks. Notes every mistake instead of ending with the first.
 */
final class DarParser {
  private static final int FIELDS = 6;
  private static final String REGEX = "REGEX=";
  private static final String DIRECTION = "DIRECTION=";
  private static final String HEADER = "DAR:";

  private static final Map<String, Direction> DIRECTIONS =
      Map.of("INBOUND", Direction.INBOUND, "OUTBOUND", Direction.OUTBOUND);

  private static final Map<String, SipApplicationRoutingRegion> REGIONS =
      Map.of(
          "ORIGINATING", SipApplicationRoutingRegion.ORIGINATING_REGION,
          "TERMINATING", SipApplicationRoutingRegion.TERMINATING_REGION,
          "NEUTRAL", SipApplicationRoutingRegion.NEUTRAL_REGION);

  private static final Map<String, SipRouteModifier> MODIFIERS =
      Map.of(
          "ROUTE", SipRouteModifier.ROUTE,
          "ROUTE_BACK", SipRouteModifier.ROUTE_BACK,
          "NO_ROUTE", SipRouteModifier.NO_ROUTE);

  private final String text;
  private final List<String> mistakes;

  /** Line and entry, for messages. */
  private String place;

  private int at;

  DarParser(String line, String text, List<String> mistakes) {
    this.place = line;
    this.text = text.strip();
    this.mistakes = mistakes;
  }

  private void mistake(String what) {
    mistakes.add(place + ": " + what);
  }

  /** Returns all entries that can be read; a comma may follow the last one. */
  List<DarEntry> entries() {
    String line = place;
    List<DarEntry> entries = new ArrayList<>();
    int number = 0;
    do {
      place = line + ", entry " + ++number;
      List<String> fields = fields();
      if (fields == null) {
        return entries; // where the next entry begins cannot be told
      }
      DarEntry entry = entry(fields);
      if (entry != null) {
        entries.add(entry);
      }
      skipBlanks();
    } while (take(',') && at < text.length()); // files of other containers end in a comma
    if (at < text.length()) {
      mistake("a comma is missing before " + rest());
    }
    return entries;
  }

  /** Texts of one entry; null if its end cannot be found. */
  private List<String> fields() {
    if (!take('(')) {
      mistake("( is expected, not " + rest());
      return null;
    }
    List<String> fields = new ArrayList<>();
    do {
      if (!take('"')) {
        mistake("a text in \"quotation marks\" is expected, not " + rest());
        return null;
      }
      int end = text.indexOf('"', at);
      if (end < 0) {
        mistake("a closing quotation mark is missing in " + rest());
        return null;
      }
      fields.add(text.substring(at, end).strip());
      at = end + 1;
    } while (take(','));
    if (!take(')')) {
      mistake("a comma or ) is expected, not " + rest());
      return null;
    }
    return fields;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean take(char expected) {
    skipBlanks();
    boolean found = at < text.length() && text.charAt(at) == expected;
    at += found ? 1 : 0;
    return found;
  }

  private String rest() {
    return at == text.length() ? "the end" : text.substring(at, Math.min(at + 20, text.length()));
  }

  private DarEntry entry(List<String> fields) {
    if (fields.size() < FIELDS) {
      mistake(
          "it has "
              + fields.size()
              + " texts; write application, subscriber, region, route, modifier, number");
      return null;
    }
    if (fields.get(0).isEmpty()) {
      mistake("the first text, the name of the application, is empty");
    }
    checkSubscriber(fields.get(1));
    SipApplicationRoutingRegion region = word("region", fields.get(2), REGIONS);
    SipRouteModifier modifier = word("route modifier", fields.get(4), MODIFIERS);
    checkRoute(fields.get(3), modifier);
    int order = order(fields.get(5));
    Pattern regex = null;
    Direction direction = null;
    for (String field : fields.subList(FIELDS, fields.size())) {
      if (field.startsWith(REGEX)) {
        regex = regex(field);
      } else if (field.startsWith(DIRECTION)) {
        direction = word("direction", field.substring(DIRECTION.length()), DIRECTIONS);
      } else {
        mistake("\"" + field + "\" is not understood; REGEX= and DIRECTION= may follow the number");
      }
    }
    return new DarEntry(
        fields.get(0), fields.get(1), region, fields.get(3), modifier, order, regex, direction);
  }

  private <T> T word(String what, String word, Map<String, T> words) {
    T value = words.get(word);
    if (value == null) {
      String all = String.join(", ", words.keySet().stream().sorted().toList());
      mistake("\"" + word + "\" is no " + what + "; write one of " + all);
    }
    return value;
  }

  private void checkSubscriber(String subscriber) {
    if (subscriber.startsWith(HEADER) ? subscriber.length() > HEADER.length() : isUri(subscriber)) {
      return;
    }
    if (!subscriber.isEmpty()) {
      mistake("subscriber \"" + subscriber + "\" is neither DAR: and a header, nor a URI");
    }
  }

  private static boolean isUri(String text) {
    try {
      Uri.parse(text);
      return true;
    } catch (ParseException e) {
      return false;
    }
  }

  private void checkRoute(String route, SipRouteModifier modifier) {
    boolean needed = modifier != null && modifier != SipRouteModifier.NO_ROUTE;
    if (needed && route.isEmpty()) {
      mistake("modifier " + modifier + " needs a route");
    } else if (!route.isEmpty() && modifier == SipRouteModifier.NO_ROUTE) {
      mistake("route " + route + " is ignored with NO_ROUTE; write ROUTE or ROUTE_BACK");
    } else if (!route.isEmpty() && !isRoute(route)) {
      mistake("route " + route + " is no SIP URI");
    }
  }

  private static boolean isRoute(String text) {
    try {
      return NameAddr.parse(text).uri() instanceof SipUri;
    } catch (ParseException e) {
      return false;
    }
  }

  /** Number of an entry; -1 if it is none. */
  private int order(String text) {
    if (text.matches("\\d{1,9}")) {
      return Integer.parseInt(text);
    }
    mistake("\"" + text + "\" is no number of its place: 0, 1, 2");
    return -1;
  }

  private Pattern regex(String field) {
    try {
      return Pattern.compile(field.substring(REGEX.length()));
    } catch (PatternSyntaxException e) {
      mistake("\"" + field + "\" is no regular expression: " + e.getDescription());
      return null;
    }
  }
}
