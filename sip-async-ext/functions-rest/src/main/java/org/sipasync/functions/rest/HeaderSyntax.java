package org.sipasync.functions.rest;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.sipasync.support.LogText;

/** Validates text in requests, which often comes from SIP and is untrusted. */
final class HeaderSyntax {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]{0,8000}");
  private static final Pattern TYPE =
      Pattern.compile(
          "[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+( *;"
              + " *[A-Za-z0-9_-]+=[\\x21\\x23-\\x3a\\x3c-\\x7e]+)*");

  /** Headers of connection and framing, written by the client itself. */
  private static final Set<String> OURS =
      Set.of(
          "host",
          "connection",
          "content-length",
          "content-type",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "keep-alive",
          "proxy-connection",
          "proxy-authorization",
          "http2-settings");

  private static final int SHOWN = 80;

  private HeaderSyntax() {}

  static void checkHeader(String name, String value) {
    if (!TOKEN.matcher(name).matches()) {
      throw new IllegalArgumentException("\"" + shown(name) + "\" is not a header name");
    }
    if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "header " + name + " is set by the client itself; pass a body's type to body(...)");
    }
    if (!VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "header "
              + name
              + " cannot have the value \""
              + shown(value)
              + "\": it must be at most 8000 characters of printable ASCII without line breaks");
    }
  }

  static void checkType(String contentType) {
    if (contentType.length() > SHOWN * 2 || !TYPE.matcher(contentType).matches()) {
      throw new IllegalArgumentException(
          "\"" + shown(contentType) + "\" is not a content type such as application/json");
    }
  }

  /** Cleans untrusted text for logs. */
  static String shown(String text) {
    return LogText.clean(text, SHOWN);
  }
}
