package org.sipasync.sample.registrar;

import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.sip.Address;
import javax.servlet.sip.Flow;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import org.sipasync.jsr359.SipSession2;

/**
 * Reads how a phone wants to be reached: by the flow of its REGISTER (RFC 5626 6), along a Path
 * (RFC 3327), as an instance (RFC 5627).
 */
final class Outbound {
  /** Status and reason of RFC 5626 11.6. */
  private static final int FIRST_HOP_LACKS_OUTBOUND = 439;

  private static final int MAX_PATH = 2_000;
  private static final Pattern INSTANCE = Pattern.compile("\"?<([^<>\"\\s]{1,200})>\"?");
  private static final Pattern REG_ID = Pattern.compile("[1-9]\\d{0,8}");

  private Outbound() {}

  /**
   * Reads a Contact of a REGISTER.
   *
   * @param count number of its Contacts
   * @throws RefusedException 400 for several flows at once, 439 if the phone's first hop does not
   *     send requests back by its flow
   */
  static Reach of(SipServletRequest register, Address contact, int count) throws RefusedException {
    String path = path(register);
    Matcher instance = INSTANCE.matcher(text(contact.getParameter("+sip.instance")));
    String name = instance.matches() ? instance.group(1) : null;
    String regId = text(contact.getParameter("reg-id"));
    boolean wantsFlow = name != null && REG_ID.matcher(regId).matches() && isSupported(register);
    boolean isUnreachable = isUnreachable(contact);
    if (!wantsFlow && !(isUnreachable && path.isEmpty())) {
      return new Reach(name, 0, path);
    }
    if (count > 1) {
      throw new RefusedException(SipServletResponse.SC_BAD_REQUEST, "One flow at a time");
    }
    int number = wantsFlow ? Integer.parseInt(regId) : 0;
    if (path.isEmpty()) {
      return new Reach(name, number, ownPath(register));
    }
    if (!isOutbound(path)) {
      throw new RefusedException(FIRST_HOP_LACKS_OUTBOUND, "First Hop Lacks Outbound Support");
    }
    return new Reach(name, number, path);
  }

  private static String text(String parameter) {
    return parameter == null ? "" : parameter.trim();
  }

  /** A phone that has no address which anybody could call, such as a browser (RFC 7118). */
  static boolean isUnreachable(Address contact) {
    return contact.getURI() instanceof SipURI uri && uri.getHost().endsWith(".invalid");
  }

  private static boolean isSupported(SipServletRequest register) {
    return Registration.tokens(register, "Supported").contains("outbound")
        || Registration.tokens(register, "Require").contains("outbound");
  }

  private static String path(SipServletRequest register) throws RefusedException {
    List<String> path = new ArrayList<>();
    try {
      ListIterator<Address> values = register.getAddressHeaders("Path");
      while (values.hasNext()) {
        path.add(values.next().toString());
      }
    } catch (ServletParseException e) {
      throw new RefusedException(SipServletResponse.SC_BAD_REQUEST, "Bad Path");
    }
    String joined = String.join(",", path);
    if (joined.length() > MAX_PATH) {
      throw new RefusedException(SipServletResponse.SC_BAD_REQUEST, "Path is too long");
    }
    return joined;
  }

  /** The last value is that of the phone's first hop. */
  private static boolean isOutbound(String path) {
    String first = path.substring(path.lastIndexOf('<') + 1);
    return (first.replace('>', ';') + ";").contains(";ob;");
  }

  /** This server is the phone's first hop, unless others have added their Via without a Path. */
  private static String ownPath(SipServletRequest register) throws RefusedException {
    ListIterator<String> via = register.getHeaders("Via");
    via.next();
    Flow flow = SipSession2.of(register.getSession()).getFlow();
    if (via.hasNext() || flow == null) {
      throw new RefusedException(FIRST_HOP_LACKS_OUTBOUND, "First Hop Lacks Outbound Support");
    }
    SipURI route = flow.getLocalURI();
    route.setUser(flow.getToken());
    route.setLrParam(true);
    route.setParameter("ob", "");
    return "<" + route + ">";
  }
}
