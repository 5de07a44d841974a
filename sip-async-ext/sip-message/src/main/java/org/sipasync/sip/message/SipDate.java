package org.sipasync.sip.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Date (RFC 3261 20.17): a second, in GMT and no other zone. */
public record SipDate(Instant instant) {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  static SipDate read(Cursor in) throws ParseException {
    String text = Ascii.text(in.data, in.pos, in.end);
    try {
      in.pos = in.end;
      return new SipDate(FORMAT.parse(text, Instant::from));
    } catch (DateTimeException e) {
      throw in.bad();
    }
  }

  @Override
  public String toString() {
    return FORMAT.format(instant);
  }
}
