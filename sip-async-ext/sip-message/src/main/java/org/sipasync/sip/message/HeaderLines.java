package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Encoded header lines, built once and written into many responses ({@link SipRequest#answer}):
 * Server, Allow, Supported, Retry-After, … Immutable.
 */
public final class HeaderLines {
  public static final HeaderLines NONE = new HeaderLines("");

  private final String text;
  private final byte[] bytes;

  private HeaderLines(String text) {
    this.text = text;
    this.bytes = text.getBytes(UTF_8);
  }

  public static HeaderLines of(HeaderName name, Object value) {
    return NONE.and(name, value);
  }

  /**
   * Returns a copy with one more line.
   *
   * @throws IllegalArgumentException if the value has control characters, or for Content-Length,
   *     which the writer computes
   */
  public HeaderLines and(HeaderName name, Object value) {
    if (name.equals(HeaderName.CONTENT_LENGTH))
      throw new IllegalArgumentException("Content-Length is computed; leave it out");
    String line = Ascii.line(value.toString(), name.toString());
    return new HeaderLines(text + name + ": " + line + "\r\n");
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return text;
  }
}
