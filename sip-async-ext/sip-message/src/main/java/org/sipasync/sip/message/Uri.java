package org.sipasync.sip.message;

/**
 * URI of a request or a name-addr. Immutable; {@code toString} returns it as written in a message.
 */
public sealed interface Uri permits SipUri, TelUri, GenericUri {
  /** Returns the scheme in lower case. */
  String scheme();

  /**
   * Parses a URI of any scheme.
   *
   * @throws ParseException 400 if it is malformed
   */
  static Uri parse(String text) throws ParseException {
    return parse(text, "URI");
  }

  static Uri parse(String text, String name) throws ParseException {
    UriSyntax.check(Cursor.of(text, name));
    if (begins(text, "sip:") || begins(text, "sips:")) return SipUri.read(text, name);
    return begins(text, "tel:") ? TelUri.read(text, name) : new GenericUri(text);
  }

  private static boolean begins(String text, String scheme) {
    return text.regionMatches(true, 0, scheme, 0, scheme.length());
  }
}
