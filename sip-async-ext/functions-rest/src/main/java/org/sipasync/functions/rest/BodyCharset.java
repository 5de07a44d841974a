package org.sipasync.functions.rest;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.ContentType;

/** Finds the charset of a response's body. */
final class BodyCharset {
  private BodyCharset() {}

  /** Returns the charset that a Content-Type names; UTF-8 if it names none, or an unknown one. */
  static Charset of(String contentType) {
    if (contentType.indexOf(';') < 0) {
      return StandardCharsets.UTF_8;
    }
    try {
      ContentType parsed = ContentType.parseLenient(contentType);
      return parsed == null || parsed.getCharset() == null
          ? StandardCharsets.UTF_8
          : parsed.getCharset();
    } catch (RuntimeException unknown) {
      return StandardCharsets.UTF_8;
    }
  }
}
