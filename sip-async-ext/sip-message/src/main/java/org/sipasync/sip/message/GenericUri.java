package org.sipasync.sip.message;

import java.util.Locale;

/** URI of a scheme that this module does not parse. */
public record GenericUri(String text) implements Uri {
  @Override
  public String scheme() {
    return text.substring(0, text.indexOf(':')).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return text;
  }
}
