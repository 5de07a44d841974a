package org.sipasync.container.b2bua;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.SystemHeaders;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;

/**
 * Headers of a leg's request: copied from the other leg's request, then overridden by the
 * application's map. Of the container's headers the map may hold From, To, Contact and, for a new
 * leg, Route (JSR 289 4.1.2, 4.1.3).
 */
final class LegHeaders {
  static final LegHeaders NONE = new LegHeaders(Map.of());

  /** Headers that both kinds of request set themselves. */
  private static final Set<HeaderName> OWN =
      Set.of(
          HeaderName.VIA,
          HeaderName.FROM,
          HeaderName.TO,
          HeaderName.CALL_ID,
          HeaderName.CSEQ,
          HeaderName.RECORD_ROUTE,
          HeaderName.CONTENT_LENGTH,
          HeaderName.MAX_FORWARDS);

  private static final Set<HeaderName> IN_MAP =
      Set.of(HeaderName.FROM, HeaderName.TO, HeaderName.CONTACT, HeaderName.ROUTE);

  private final Map<HeaderName, List<String>> values;

  private LegHeaders(Map<HeaderName, List<String>> values) {
    this.values = values;
  }

  /**
   * Overrides of a new leg's first request.
   *
   * @param headers null for none
   * @throws IllegalArgumentException if a header is the container's, or malformed
   */
  static LegHeaders ofNewLeg(RequestFacade original, Map<String, List<String>> headers) {
    return checked(original, headers, IN_MAP);
  }

  /** Overrides of a request within the dialog. */
  static LegHeaders withinDialog(RequestFacade original, Map<String, List<String>> headers) {
    Set<HeaderName> allowed = new LinkedHashSet<>(IN_MAP);
    allowed.remove(HeaderName.ROUTE);
    return checked(original, headers, allowed);
  }

  private static LegHeaders checked(
      RequestFacade original, Map<String, List<String>> headers, Set<HeaderName> allowed) {
    if (headers == null || headers.isEmpty()) {
      return NONE;
    }
    Map<HeaderName, List<String>> values = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> entry : headers.entrySet()) {
      HeaderName name = HeaderName.of(entry.getKey());
      if (SystemHeaders.isSystem(original, name) && !allowed.contains(name)) {
        throw new IllegalArgumentException(
            name + " is set by the container; the header map cannot override it");
      }
      List<String> given = entry.getValue() == null ? List.of() : List.copyOf(entry.getValue());
      check(name, given);
      values.put(name, given);
    }
    return new LegHeaders(values);
  }

  private static void check(HeaderName name, List<String> given) {
    if (!IN_MAP.contains(name)) {
      return;
    }
    if (!name.equals(HeaderName.ROUTE) && given.size() != 1) {
      throw new IllegalArgumentException("The header map needs one value of " + name);
    }
    for (String value : given) {
      boolean needsSip = name.equals(HeaderName.ROUTE) || name.equals(HeaderName.CONTACT);
      if (needsSip && !(address(name, value).uri() instanceof SipUri)) {
        throw new IllegalArgumentException(name + " in the header map needs a sip or sips URI");
      }
    }
  }

  /** Reads an application's address; a semicolon may end its URI, as other containers let it. */
  private static NameAddr address(HeaderName name, String value) {
    try {
      NameAddr address = NameAddr.parse(value.replace(";>", ">"));
      if (address.star()) {
        throw new IllegalArgumentException(name + " in the header map is a wildcard");
      }
      return address;
    } catch (ParseException e) {
      throw new IllegalArgumentException(name + " in the header map: " + e.reason());
    }
  }

  /** From of a new leg, without a tag. */
  NameAddr from(NameAddr original) {
    return party(HeaderName.FROM, original);
  }

  /** To of a new leg, without a tag. */
  NameAddr to(NameAddr original) {
    return party(HeaderName.TO, original);
  }

  private NameAddr party(HeaderName name, NameAddr original) {
    List<String> given = values.get(name);
    return withoutTag(given == null ? original : address(name, given.get(0)));
  }

  private static NameAddr withoutTag(NameAddr party) {
    return new NameAddr(party.displayName(), party.uri(), party.parameters().without("tag"));
  }

  /** Copies body and headers to a new leg: all but what the container makes anew. */
  static void copyAll(RequestFacade original, RequestFacade to) {
    copy(original, to, SystemHeaders.isSystem(original, HeaderName.CONTACT));
  }

  private static void copy(RequestFacade original, RequestFacade to, boolean ownContact) {
    SipRequest from = original.message();
    SipRequest made = to.message();
    for (HeaderName name : new LinkedHashSet<>(from.names())) {
      if (!OWN.contains(name) && !(ownContact && name.equals(HeaderName.CONTACT))) {
        set(made, name, from.headers(name));
      }
    }
    copyBodyAndHops(original, to);
  }

  /** Copies body and headers to a request within the dialog: all but the container's. */
  static void copyOthers(RequestFacade original, RequestFacade to) {
    SipRequest from = original.message();
    for (HeaderName name : new LinkedHashSet<>(from.names())) {
      if (!OWN.contains(name) && !SystemHeaders.isSystem(original, name)) {
        set(to.message(), name, from.headers(name));
      }
    }
    copyBodyAndHops(original, to);
  }

  private static void copyBodyAndHops(RequestFacade original, RequestFacade to) {
    SipRequest from = original.message();
    if (from.bodyLength() > 0) {
      to.message().body(from.body(), from.header(HeaderName.CONTENT_TYPE));
    }
    int hops = original.getMaxForwards();
    if (hops > 0) {
      to.message().set(HeaderName.MAX_FORWARDS, hops - 1);
    }
  }

  private static void set(SipRequest request, HeaderName name, List<String> texts) {
    request.remove(name);
    for (String text : texts) {
      request.add(name, text);
    }
  }

  /** Overrides the headers of a request that is made. */
  void apply(RequestFacade created) {
    SipRequest request = created.message();
    for (Map.Entry<HeaderName, List<String>> entry : values.entrySet()) {
      HeaderName name = entry.getKey();
      boolean contact = name.equals(HeaderName.CONTACT) && SystemHeaders.isSystem(created, name);
      if (name.equals(HeaderName.FROM) || name.equals(HeaderName.TO)) {
        setParty(request, name);
      } else if (contact) {
        setContact(created);
      } else {
        set(request, name, entry.getValue());
      }
    }
  }

  /** Replaces all of a party but its tag (RFC 4916). */
  private void setParty(SipRequest request, HeaderName name) {
    try {
      NameAddr party = party(name, null);
      String tag = name.equals(HeaderName.FROM) ? request.fromTag() : request.toTag();
      request.set(name, tag == null ? party : party.with("tag", tag));
    } catch (ParseException e) {
      throw new IllegalStateException("The container has written this " + name, e);
    }
  }

  /** Changes the Contact of a request that has one; others, as BYE, leave without. */
  private void setContact(RequestFacade created) {
    try {
      NameAddr own = created.message().get(Headers.CONTACT);
      if (own == null) {
        return;
      }
      NameAddr wished = address(HeaderName.CONTACT, values.get(HeaderName.CONTACT).get(0));
      created.message().set(HeaderName.CONTACT, SystemHeaders.contact(own, wished));
    } catch (ParseException e) {
      throw new IllegalStateException("The container has written this Contact", e);
    }
  }
}
