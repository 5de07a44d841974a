package org.sipasync.container.dispatch;

import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.Valued;

/** Usages of a dialog (RFC 5057): the INVITE's, and one per subscription. */
final class Usage {
  static final String INVITE = "INVITE";

  private Usage() {}

  /** Returns the dialog usage that a request creates; "" if it creates none. */
  static String of(SipRequest request) {
    Method method = request.method();
    if (method == Method.INVITE) {
      return INVITE;
    }
    if (method == Method.REFER) {
      return "event refer";
    }
    return method == Method.SUBSCRIBE ? notified(request) : "";
  }

  /** Usage that a NOTIFY belongs to. */
  static String notified(SipRequest notify) {
    return "event " + event(notify);
  }

  private static String event(SipMessage message) {
    try {
      Valued event = message.get(Headers.EVENT);
      return event == null ? "" : event.value();
    } catch (ParseException e) {
      return "";
    }
  }

  /** Usage that a request ends; null if it ends none. */
  static String endedBy(SipRequest request) {
    if (request.method() == Method.BYE) {
      return INVITE;
    }
    String state = request.header(HeaderName.SUBSCRIPTION_STATE);
    boolean last = state != null && state.regionMatches(true, 0, "terminated", 0, 10);
    return last && request.method() == Method.NOTIFY ? "event " + event(request) : null;
  }

  /**
   * Usage that a request has ended if this is its final response; null if it has ended none. A BYE
   * ends it, too, if nobody answers or knows of it (RFC 3261 15.1.1).
   */
  static String endedBy(SipRequest request, int status) {
    boolean lost = request.method() == Method.BYE && (status == 408 || status == 481);
    return lost || status / 100 == 2 ? endedBy(request) : null;
  }

  /** True if a request makes a dialog that NOTIFYs may come in before its 2xx. */
  static boolean isSubscribing(SipRequest request) {
    boolean subscribing = request.method() == Method.SUBSCRIBE || request.method() == Method.REFER;
    return subscribing && !hasToTag(request);
  }

  /** True if a request is within a dialog. */
  static boolean hasToTag(SipRequest request) {
    try {
      return request.toTag() != null;
    } catch (ParseException e) {
      return true;
    }
  }

  /** True if a method makes no sense outside a dialog (RFC 3261 15.1, RFC 3262 3, RFC 3311 5.1). */
  static boolean needsDialog(Method method) {
    return method == Method.BYE || method == Method.PRACK || method == Method.UPDATE;
  }

  /** True if requests of a method carry a Contact and refresh the target. */
  static boolean hasContact(Method method) {
    return method == Method.INVITE
        || method == Method.SUBSCRIBE
        || method == Method.REFER
        || method == Method.UPDATE
        || method == Method.NOTIFY;
  }
}
