package org.sipasync.container.message;

import java.util.Locale;
import java.util.Set;
import org.sipasync.container.message.ValueOwner.Part;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.SipUri;

/** Headers that the container sets and applications may not, or in part only (JSR 289 4.1.3). */
public final class SystemHeaders {
  private static final Set<HeaderName> ALWAYS =
      Set.of(
          HeaderName.VIA,
          HeaderName.FROM,
          HeaderName.TO,
          HeaderName.CALL_ID,
          HeaderName.CSEQ,
          HeaderName.ROUTE,
          HeaderName.RECORD_ROUTE,
          HeaderName.PATH,
          HeaderName.RSEQ,
          HeaderName.RACK,
          HeaderName.CONTENT_LENGTH);

  /** URI parameters of a Contact that decide where requests go, and how. */
  private static final Set<String> RESERVED = Set.of("method", "ttl", "maddr", "lr");

  private SystemHeaders() {}

  /** True if the container sets a header, and applications at most parts of it. */
  public static boolean isSystem(MessageFacade message, HeaderName name) {
    if (name.equals(HeaderName.PATH) && isRegistrars(message)) {
      return false;
    }
    return ALWAYS.contains(name) || name.equals(HeaderName.CONTACT) && !contactIsFree(message);
  }

  /** True for a response to a REGISTER, which tells the phone its Path (RFC 3327 5.3). */
  private static boolean isRegistrars(MessageFacade message) {
    return message instanceof ResponseFacade && message.getMethod().equals("REGISTER");
  }

  /**
   * Returns true for messages whose Contact the application sets: REGISTER and its responses, 3xx,
   * 485, 200 of OPTIONS.
   */
  private static boolean contactIsFree(MessageFacade message) {
    if (message.getMethod().equals("REGISTER")) {
      return true;
    }
    int status = message instanceof ResponseFacade response ? response.getStatus() : 0;
    boolean options = status == 200 && message.getMethod().equals("OPTIONS");
    return status / 100 == 3 || status == 485 || options;
  }

  /**
   * Refuses to set, add or remove a system header.
   *
   * @throws IllegalArgumentException whose message names the alternative
   */
  static void check(MessageFacade message, HeaderName name) {
    if (isSystem(message, name)) {
      throw new IllegalArgumentException(refusal(message, name));
    }
  }

  /**
   * Refuses to change a system header through an iterator.
   *
   * @throws IllegalStateException naming what to do instead
   */
  static void checkIterated(MessageFacade message, HeaderName name) {
    if (isSystem(message, name)) {
      throw new IllegalStateException(refusal(message, name));
    }
  }

  private static String refusal(MessageFacade message, HeaderName name) {
    String instead = "";
    if (name.equals(HeaderName.ROUTE)) {
      instead = "; use pushRoute";
    } else if (name.equals(HeaderName.PATH)) {
      instead = "; use pushPath";
    } else if (name.equals(HeaderName.CONTACT)) {
      instead = "; change user and parameters of getAddressHeader(\"Contact\")";
    }
    return name + " is a system header of " + message.name() + ", set by the container" + instead;
  }

  /**
   * Refuses to change a part of a system header's value.
   *
   * @throws IllegalStateException if the part may not be changed
   */
  static void checkPart(MessageFacade message, HeaderName name, Part part, String parameter) {
    if (!isSystem(message, name)) {
      return;
    }
    boolean allowed = false;
    if (name.equals(HeaderName.CONTACT)) {
      allowed = message.isOutgoing() && contactPart(part, parameter);
    } else if (name.equals(HeaderName.FROM) || name.equals(HeaderName.TO)) {
      allowed = message.partiesMayChange() && !"tag".equalsIgnoreCase(parameter);
    }
    if (!allowed) {
      String what = parameter == null ? part.name().toLowerCase(Locale.ROOT) : parameter;
      throw new IllegalStateException(
          "The container sets " + what + " of " + name + " in " + message.name());
    }
  }

  /**
   * Contact of the container with those parts of another one that an application may choose.
   *
   * @param wished with a sip or sips URI
   */
  public static NameAddr contact(NameAddr own, NameAddr wished) {
    SipUri from = (SipUri) wished.uri();
    SipUri uri = ((SipUri) own.uri()).withUser(from.user());
    for (String name : from.parameters().keySet()) {
      if (!RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
        String value = from.parameter(name);
        uri = uri.with(name, "".equals(value) ? null : value);
      }
    }
    return new NameAddr(wished.displayName(), uri, wished.parameters());
  }

  private static boolean contactPart(Part part, String parameter) {
    return switch (part) {
      case USER, DISPLAY_NAME, PARAMETER -> true;
      case URI_PARAMETER -> !RESERVED.contains(parameter.toLowerCase(Locale.ROOT));
      case URI, VALUE -> false;
    };
  }
}
