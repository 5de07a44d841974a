package org.sipasync.container.keepalive;

import java.util.ArrayList;
import java.util.List;
import org.sipasync.container.message.RefreshTerms;
import org.sipasync.jsr359.SessionKeepAlive.Refresher;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.HeaderType;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.Valued;

/**
 * Negotiation of the interval in INVITE, UPDATE and their 2xx (RFC 4028 7 and 9). The headers
 * Session-Expires and Min-SE, and the option tag timer, are the container's wherever there is a
 * timer: what an application has copied from another leg is replaced.
 */
public final class Negotiation {
  private static final String TIMER = "timer";

  private Negotiation() {}

  /** True if requests of a method refresh a dialog. */
  public static boolean concerns(Method method) {
    return method == Method.INVITE || method == Method.UPDATE;
  }

  /**
   * Asks for an interval in a request to be sent.
   *
   * @param current interval of the dialog; null if it has none
   */
  public static void ask(SipRequest request, RefreshTerms terms, SessionInterval current) {
    clear(request);
    int seconds = current == null ? terms.expires() : Math.max(current.seconds(), terms.min());
    request.set(HeaderName.SESSION_EXPIRES, value(seconds, refresher(terms, current)));
    if (terms.min() > RefreshTerms.DEFAULT_MIN) {
      request.set(HeaderName.MIN_SE, terms.min());
    }
    addTag(request, Headers.SUPPORTED);
  }

  /** The one that refreshes goes on with it (RFC 4028 7.4). */
  private static String refresher(RefreshTerms terms, SessionInterval current) {
    if (current != null) {
      return current.isOurs() ? "uac" : "uas";
    }
    return terms.refresher() == null ? null : terms.refresher() == Refresher.UAC ? "uac" : "uas";
  }

  /**
   * Interval that a 2xx to a request of ours begins. A peer that knows no timers is refreshed by
   * this side, so that its death is noticed (RFC 4028 7.2).
   *
   * @return null if the 2xx cannot be read
   */
  public static SessionInterval accepted(SipRequest asked, SipResponse ok, RefreshTerms terms) {
    try {
      Valued given = ok.get(Headers.SESSION_EXPIRES);
      if (given == null) {
        return new SessionInterval(seconds(asked.get(Headers.SESSION_EXPIRES)), true);
      }
      boolean peer = "uas".equalsIgnoreCase(given.parameters().get("refresher"));
      return new SessionInterval(Math.max(seconds(given), terms.min()), !peer);
    } catch (ParseException e) {
      return null;
    }
  }

  /**
   * Refusal of a received request whose interval is too short, or cannot be read (RFC 4028 9).
   *
   * @return null if it may go on
   */
  public static SipResponse refusal(SipRequest request, RefreshTerms terms) {
    try {
      Valued asked = request.get(Headers.SESSION_EXPIRES);
      request.get(Headers.MIN_SE);
      if (asked == null || seconds(asked) >= terms.min() || !supports(request)) {
        return null;
      }
    } catch (ParseException e) {
      return request.response(400, e.reason());
    }
    SipResponse response = request.response(422);
    response.set(HeaderName.MIN_SE, terms.min());
    return response;
  }

  /**
   * Gives an interval in the 2xx to a received request.
   *
   * @param request its Session-Expires and Min-SE can be read
   * @param current interval of the dialog; null if it has none
   */
  public static SessionInterval give(
      SipRequest request, SipResponse ok, RefreshTerms terms, SessionInterval current) {
    clear(ok);
    Valued asked = readable(request, Headers.SESSION_EXPIRES);
    int min = Math.max(terms.min(), seconds(readable(request, Headers.MIN_SE)));
    int wished = Math.max(current == null ? terms.expires() : current.seconds(), min);
    int seconds = asked == null ? wished : Math.max(Math.min(seconds(asked), wished), terms.min());
    boolean supports = supports(request);
    boolean ours = !supports || isOurs(asked, terms, current);
    ok.set(HeaderName.SESSION_EXPIRES, value(seconds, ours ? "uas" : "uac"));
    if (supports) {
      addTag(ok, Headers.SUPPORTED);
    }
    if (!ours) {
      addTag(ok, Headers.REQUIRE);
    }
    return new SessionInterval(seconds, ours);
  }

  private static boolean isOurs(Valued asked, RefreshTerms terms, SessionInterval current) {
    String who = asked == null ? null : asked.parameters().get("refresher");
    if (who != null) {
      return who.equalsIgnoreCase("uas");
    }
    return current == null ? terms.refresher() == Refresher.UAS : current.isOurs();
  }

  /** Shortest interval that a 422 or a request names; 0 if it names none that can be read. */
  public static int minimum(SipMessage message) {
    return seconds(readable(message, Headers.MIN_SE));
  }

  /** Interval that a request asks for; 0 if there is none that can be read. */
  public static int interval(SipRequest request) {
    return seconds(readable(request, Headers.SESSION_EXPIRES));
  }

  /** True if a received request demands a timer. */
  public static boolean isDemanded(SipRequest request) {
    return has(request, Headers.REQUIRE);
  }

  /** True if a received request asks for an interval. */
  public static boolean isAsked(SipRequest request) {
    return interval(request) > 0;
  }

  private static boolean supports(SipRequest request) {
    return has(request, Headers.SUPPORTED) || has(request, Headers.REQUIRE);
  }

  private static Valued readable(SipMessage message, HeaderType<Valued> type) {
    try {
      return message.get(type);
    } catch (ParseException e) {
      return null;
    }
  }

  private static int seconds(Valued value) {
    return value == null ? 0 : Math.max(1, value.seconds());
  }

  private static String value(int seconds, String refresher) {
    return seconds + (refresher == null ? "" : ";refresher=" + refresher);
  }

  private static void clear(SipMessage message) {
    message.remove(HeaderName.SESSION_EXPIRES);
    message.remove(HeaderName.MIN_SE);
    if (has(message, Headers.REQUIRE)) {
      List<String> others = new ArrayList<>(tags(message, Headers.REQUIRE));
      others.removeIf(TIMER::equalsIgnoreCase);
      message.remove(HeaderName.REQUIRE);
      if (!others.isEmpty()) {
        message.set(HeaderName.REQUIRE, String.join(", ", others));
      }
    }
  }

  private static void addTag(SipMessage message, HeaderType<String> type) {
    if (!has(message, type)) {
      message.add(type.name(), TIMER);
    }
  }

  private static boolean has(SipMessage message, HeaderType<String> type) {
    return tags(message, type).stream().anyMatch(TIMER::equalsIgnoreCase);
  }

  private static List<String> tags(SipMessage message, HeaderType<String> type) {
    try {
      return message.list(type);
    } catch (ParseException e) {
      return List.of();
    }
  }
}
