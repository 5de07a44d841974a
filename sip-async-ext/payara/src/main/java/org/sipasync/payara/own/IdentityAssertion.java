package org.sipasync.payara.own;

import java.util.ListIterator;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TelURL;
import javax.servlet.sip.URI;
import org.sipasync.payara.server.TrustedPeers;

/**
 * Reads the identity that a trusted peer asserts for a request's sender: P-Asserted-Identity (RFC
 * 3325, JSR 289 17). Immutable.
 *
 * @param realm of the application's users; null if it names none
 */
record IdentityAssertion(TrustedPeers trusted, String realm) {
  private static final String HEADER = "P-Asserted-Identity";

  /** RFC 3325, 9.1: one SIP URI and one telephone number. */
  private static final int MAX_VALUES = 2;

  private static final int MAX_LENGTH = 255;

  /**
   * Name of the sender: the user of a SIP URI of the realm, else the URI without parameters; so
   * nobody becomes one of the realm's users by the name that somebody elsewhere has.
   *
   * @return null if no trusted peer asserts one
   */
  String nameIn(SipServletRequest request) {
    if (!trusted.contains(request.getInitialRemoteAddr())) {
      return null;
    }
    try {
      String name = name(request.getAddressHeaders(HEADER));
      return name == null || name.length() > MAX_LENGTH || name.chars().anyMatch(c -> c < ' ')
          ? null
          : name;
    } catch (ServletParseException e) {
      return null;
    }
  }

  private String name(ListIterator<Address> values) {
    String number = null;
    String user = null;
    int count = 0;
    while (values.hasNext()) {
      URI uri = values.next().getURI();
      String name = name(uri);
      boolean isNumber = uri instanceof TelURL;
      if (name == null || ++count > MAX_VALUES || (isNumber ? number : user) != null) {
        return null;
      }
      if (isNumber) {
        number = name;
      } else {
        user = name;
      }
    }
    return user != null ? user : number;
  }

  private String name(URI uri) {
    if (uri instanceof TelURL number) {
      return "tel:" + (number.isGlobal() ? "+" : "") + number.getPhoneNumber();
    }
    if (!(uri instanceof SipURI sip) || sip.getUser() == null) {
      return null;
    }
    if (!sip.getHost().equalsIgnoreCase(realm)) {
      return "sip:" + sip.getUser() + "@" + sip.getHost();
    }
    boolean looksForeign = sip.getUser().startsWith("sip:") || sip.getUser().startsWith("tel:");
    return looksForeign ? null : sip.getUser();
  }
}
