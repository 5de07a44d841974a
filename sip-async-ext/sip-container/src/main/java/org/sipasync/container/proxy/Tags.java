package org.sipasync.container.proxy;

import java.util.Objects;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;

/** Tags of messages; "" where there is none that can be read. */
final class Tags {
  private Tags() {}

  static String from(SipMessage message) {
    try {
      return Objects.requireNonNullElse(message.fromTag(), "");
    } catch (ParseException e) {
      return "";
    }
  }

  static String to(SipMessage message) {
    try {
      return Objects.requireNonNullElse(message.toTag(), "");
    } catch (ParseException e) {
      return "";
    }
  }
}
