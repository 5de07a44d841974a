package org.sipasync.sample;

import java.util.OptionalInt;
import java.util.regex.Pattern;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;

/** Reads the parameters of the Request-URI, which are hostile until they are checked. */
final class Parameters {
  private static final int MAX_DIGITS = 9;
  private static final int MAX_TEXT = 64;

  /** What needs no quoting anywhere and is no option of a program. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private Parameters() {}

  /** A whole number from zero to a bound; the fallback if it is not given; else empty. */
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

  /** A text, at most 64 characters of it; empty if it is not given. Still hostile. */
  static String text(SipServletRequest request, String name) {
    String text = given(request, name);
    return text == null ? "" : text.substring(0, Math.min(text.length(), MAX_TEXT));
  }

  /** A word of letters, digits, dots, dashes; the fallback if it is not given; else null. */
  static String word(SipServletRequest request, String name, String fallback) {
    String text = given(request, name);
    if (text == null) {
      return fallback;
    }
    return WORD.matcher(text).matches() ? text : null;
  }

  /** Whether the request asks for the twin that holds its thread: {@code ;mode=blocking}. */
  static boolean isBlocking(SipServletRequest request) {
    return "blocking".equals(given(request, "mode"));
  }

  private static String given(SipServletRequest request, String name) {
    return request.getRequestURI() instanceof SipURI uri ? uri.getParameter(name) : null;
  }
}
