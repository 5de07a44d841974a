package org.sipasync.container.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.ServletParseException;
import org.sipasync.sip.message.HeaderName;

/** Accept-Language and Content-Language as locales. */
final class Languages {
  static final HeaderName ACCEPT = HeaderName.of("Accept-Language");
  static final HeaderName CONTENT = HeaderName.of("Content-Language");

  private Languages() {}

  /** Returns the accepted locales, best first, without malformed entries. */
  static List<Locale> accepted(MessageFacade message) {
    List<Parameterable> entries = new ArrayList<>(entries(message));
    entries.sort(Comparator.comparingDouble(Languages::q).reversed());
    List<Locale> locales = new ArrayList<>(entries.size());
    for (Parameterable entry : entries) {
      Locale locale = Locale.forLanguageTag(entry.getValue());
      if (!locale.getLanguage().isEmpty()) {
        locales.add(locale);
      }
    }
    return locales;
  }

  /** Returns a value with a lower q than all present ones. */
  static String leastPreferred(MessageFacade message, Locale locale) {
    double least = 1.1;
    for (Parameterable entry : entries(message)) {
      least = Math.min(least, q(entry));
    }
    if (least > 1) {
      return locale.toLanguageTag();
    }
    return locale.toLanguageTag() + ";q=" + Q.text(least > 0.1 ? least - 0.1 : least / 2);
  }

  private static List<Parameterable> entries(MessageFacade message) {
    try {
      return Entries.parameterables(message, ACCEPT);
    } catch (ServletParseException e) {
      return List.of();
    }
  }

  private static double q(Parameterable entry) {
    String q = entry.getParameter("q");
    return q != null && q.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(q) : 1;
  }
}
