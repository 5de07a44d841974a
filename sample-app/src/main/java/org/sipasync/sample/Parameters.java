package org.sipasync.sample;

import java.util.OptionalInt;
import java.util.regex.Pattern;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;

/** Reads the parameters of the Request-URI, which are untrusted until checked. */
final class Parameters {
  private static final int MAX_DIGITS = 9;
  private static final int MAX_TEXT = 64;

  /** A word that needs no quoting and is not an option of a program. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private Parameters() {}

  /** Returns a whole number from zero to a limit; the fallback if absent; empty if invalid. */
  static OptionalInt number(SipServletRequest request, String name, int fallback, int most) {
    String text = given(request, name);
    if (text == null) {
      return OptionalInt.of(fallback);
    }
    if (text.isEmpty()
        || text.length() > MAX_DIGITS
        || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalInt.empty();
    }
    int value = Integer.parseInt(text);
    return value <= most ? OptionalInt.of(value) : OptionalInt.empty();
  }

  /** Returns at most 64 characters of a text; empty if absent. Still untrusted. */
  static String text(SipServletRequest request, String name) {
    String text = given(request, name);
    return text == null ? "" : text.substring(0, Math.min(text.length(), MAX_TEXT));
  }

  /** Returns a word of letters, digits, dots, dashes; the fallback if absent; null if invalid. */
  static String word(SipServletRequest request, String name, String fallback) {
    String text = given(request, name);
    if (text == null) {
      return fallback;
    }
    return WORD.matcher(text).matches() ? text : null;
  }

  /** Returns true if the request has {@code ;mode=blocking}, which holds the thread. */
  static boolean isBlocking(SipServletRequest request) {
    return "blocking".equals(given(request, "mode"));
  }

  private static String given(SipServletRequest request, String name) {
    return request.getRequestURI() instanceof SipURI uri ? uri.getParameter(name) : null;
  }
}
