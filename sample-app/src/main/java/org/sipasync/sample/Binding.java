package org.sipasync.sample;

import java.time.Instant;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;

/**
 * What a REGISTER asks for, or the database holds (RFC 3261, 10.3).
 *
 * @param contact where the user can be reached; {@code *} for every binding; null if the REGISTER
 *     only asks what there is
 * @param seconds for how long; zero removes it
 */
record Binding(String contact, int seconds) {
  /** A shorter one is answered 423. */
  static final int SHORTEST = 60;

  private static final int LONGEST = 3_600;
  private static final int LONGEST_CONTACT = 255;

  boolean isQuestion() {
    return contact == null;
  }

  boolean isTooBrief() {
    return seconds > 0 && seconds < SHORTEST;
  }

  /** Reads a REGISTER with one Contact at most, as phones send it; null if it cannot be read. */
  static Binding of(SipServletRequest register) {
    try {
      ListIterator<Address> contacts = register.getAddressHeaders("Contact");
      if (!contacts.hasNext()) {
        return new Binding(null, LONGEST);
      }
      Address contact = contacts.next();
      return contacts.hasNext() ? null : of(contact, register.getExpires());
    } catch (ServletParseException e) {
      return null;
    }
  }

  private static Binding of(Address contact, int expires) {
    if (contact.isWildcard()) {
      return expires == 0 ? new Binding("*", 0) : null;
    }
    int own = contact.getExpires();
    int seconds = own >= 0 ? own : expires >= 0 ? expires : LONGEST;
    boolean isAddress =
        contact.getURI() instanceof SipURI uri
            && !uri.getHeaderNames().hasNext()
            && uri.toString().length() <= LONGEST_CONTACT;
    return isAddress ? new Binding(contact.getURI().toString(), Math.min(seconds, LONGEST)) : null;
  }

  /** Rows of {@link Users#bindings}; null means none. */
  static List<Binding> all(List<Map<String, Object>> rows) {
    return rows == null ? List.of() : rows.stream().map(Binding::of).toList();
  }

  private static Binding of(Map<String, Object> row) {
    long left = ((Number) row.get("expires")).longValue() - Instant.now().getEpochSecond();
    return new Binding(row.get("contact").toString(), (int) Math.max(0, left));
  }
}
