package org.sipasync.sample.registrar;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;

/**
 * Changes that a REGISTER requests (RFC 3261, 10.3, 6 and 7).
 *
 * @param callId its Call-ID
 * @param cseq its sequence number
 * @param removesAll true if its Contact is {@code *}
 * @param contacts contacts to add, extend and remove; empty for a query
 */
public record Registration(String callId, long cseq, boolean removesAll, List<Contact> contacts)
    implements Serializable {
  /** Minimum interval; a shorter one is answered 423. */
  public static final int MIN_SECONDS = 60;

  /** Maximum interval; a longer one is shortened. */
  public static final int MAX_SECONDS = 3_600;

  /** Maximum bindings per user. */
  public static final int MAX_BINDINGS = 10;

  private static final int MAX_LENGTH = 255;
  private static final Pattern CSEQ = Pattern.compile("\\s*(\\d{1,10})\\s.*", Pattern.DOTALL);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,10}");
  private static final Pattern Q = Pattern.compile("0(?:\\.(\\d{0,3}))?|1(?:\\.0{0,3})?");

  /**
   * One Contact.
   *
   * @param uri a SIP URI
   * @param seconds interval; zero removes it
   * @param q preference in thousandths; null if absent
   * @param reach how the phone is reached
   */
  public record Contact(String uri, int seconds, Integer q, Reach reach) implements Serializable {
    /** Returns true if the phone is reached by a flow that it has opened. */
    public boolean isByFlow() {
      return reach.regId() > 0;
    }
  }

  /**
   * Reads and checks a REGISTER.
   *
   * @param rules rules for addresses of Contacts
   * @throws RefusedException if any part is invalid; nothing is then applied
   */
  public static Registration of(SipServletRequest register, ContactRules rules)
      throws RefusedException {
    String expires = register.getHeader("Expires");
    List<Contact> contacts = new ArrayList<>();
    boolean removesAll = false;
    int count;
    try {
      List<Address> given = addresses(register);
      count = given.size();
      for (Address contact : given) {
        if (contact.isWildcard()) {
          removesAll = true;
        } else {
          contacts.add(contact(contact, expires, rules, Outbound.of(register, contact, count)));
        }
      }
    } catch (ServletParseException | IllegalArgumentException malformed) {
      throw new RefusedException(SipServletResponse.SC_BAD_REQUEST, "Bad Contact");
    }
    if (removesAll && (count > 1 || !"0".equals(expires == null ? null : expires.trim()))) {
      throw new RefusedException(
          SipServletResponse.SC_BAD_REQUEST, "Contact * must be alone, with Expires 0");
    }
    return new Registration(callId(register), cseq(register), removesAll, List.copyOf(contacts));
  }

  /** Returns the option tags of a header. */
  public static List<String> tokens(SipServletRequest register, String header) {
    List<String> tokens = new ArrayList<>();
    ListIterator<String> values = register.getHeaders(header);
    while (values.hasNext()) {
      tokens.addAll(List.of(values.next().trim().split("\\s*,\\s*")));
    }
    return tokens;
  }

  /** Returns true for a query without Contacts, which changes nothing. */
  public boolean isQuestion() {
    return !removesAll && contacts.isEmpty();
  }

  private static List<Address> addresses(SipServletRequest register)
      throws ServletParseException, RefusedException {
    List<Address> addresses = new ArrayList<>();
    ListIterator<Address> given = register.getAddressHeaders("Contact");
    while (given.hasNext()) {
      addresses.add(given.next());
      if (addresses.size() > MAX_BINDINGS) {
        throw new RefusedException(SipServletResponse.SC_FORBIDDEN, "Too many Contacts");
      }
    }
    return addresses;
  }

  private static Contact contact(Address contact, String expires, ContactRules rules, Reach reach)
      throws RefusedException {
    if (!(contact.getURI() instanceof SipURI uri)) {
      throw new RefusedException(SipServletResponse.SC_BAD_REQUEST, "Contact is not a SIP URI");
    }
    String text = uri.toString();
    if (text.length() > MAX_LENGTH || uri.getHeaderNames().hasNext()) {
      throw new RefusedException(
          SipServletResponse.SC_BAD_REQUEST, "Contact is too long or has headers");
    }
    String own = contact.getParameter("expires");
    int seconds = seconds(own == null ? expires : own);
    if (seconds > 0 && seconds < MIN_SECONDS) {
      throw new RefusedException(SipServletResponse.SC_INTERVAL_TOO_BRIEF, "Interval Too Brief");
    }
    boolean isCalled = reach.regId() == 0 && !Outbound.isUnreachable(contact);
    if (seconds > 0 && isCalled) { // any existing binding can be removed
      rules.check(uri);
    }
    return new Contact(text, seconds, q(contact.getParameter("q")), reach);
  }

  /** Limits an interval to an hour; a malformed one counts as an hour (RFC 3261, 20.10). */
  static int seconds(String text) {
    return text == null || !SECONDS.matcher(text.trim()).matches()
        ? MAX_SECONDS
        : (int) Math.min(MAX_SECONDS, Long.parseLong(text.trim()));
  }

  /** Returns a preference in thousandths; null for none. */
  static Integer q(String text) throws RefusedException {
    if (text == null) {
      return null;
    }
    Matcher matcher = Q.matcher(text);
    if (!matcher.matches()) {
      throw new RefusedException(SipServletResponse.SC_BAD_REQUEST, "Bad q in Contact");
    }
    if (text.startsWith("1")) {
      return 1_000;
    }
    String digits = matcher.group(1) == null ? "" : matcher.group(1);
    return Integer.parseInt((digits + "000").substring(0, 3));
  }

  private static String callId(SipServletRequest register) throws RefusedException {
    String callId = register.getCallId();
    if (callId.length() > MAX_LENGTH) {
      throw new RefusedException(SipServletResponse.SC_BAD_REQUEST, "Call-ID is too long");
    }
    return callId;
  }

  private static long cseq(SipServletRequest register) throws RefusedException {
    String header = register.getHeader("CSeq");
    Matcher matcher = CSEQ.matcher(header == null ? "" : header);
    if (!matcher.matches()) {
      throw new RefusedException(SipServletResponse.SC_BAD_REQUEST, "Bad CSeq");
    }
    return Long.parseLong(matcher.group(1));
  }
}
