package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import org.sipasync.sample.registrar.ContactRules;

/** Finds the user of a REGISTER, compares URIs, and sets the rules for its Contacts. */
@ApplicationScoped
public class Contacts {
  private static final Pattern ESCAPED = Pattern.compile("%([0-9A-Fa-f]{2})");
  private static final int DEFAULT_PORT = 5060;

  @Inject Settings settings;
  @Inject SipFactory factory;

  /** Returns the user of the address of record, unescaped (RFC 3261, 10.3, 5); empty for none. */
  String owner(SipServletRequest register) {
    String user = register.getTo().getURI() instanceof SipURI uri ? uri.getUser() : null;
    return user == null ? "" : unescape(user);
  }

  static String unescape(String user) {
    return ESCAPED
        .matcher(user)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }

  /** Compares two URIs (RFC 3261, 19.1.4). */
  boolean areSame(String one, String other) {
    try {
      return one.equals(other) || factory.createURI(one).equals(factory.createURI(other));
    } catch (ServletParseException | IllegalArgumentException noUri) {
      return false;
    }
  }

  /** Returns the rules for Contacts on this machine and its SIP ports. */
  ContactRules rules(SipServletRequest register) {
    Object interfaces =
        register.getSession().getServletContext().getAttribute(SipServlet.OUTBOUND_INTERFACES);
    Set<Integer> ports = new HashSet<>();
    if (interfaces instanceof List<?> listed) {
      for (Object one : listed) {
        if (one instanceof SipURI uri) {
          ports.add(uri.getPort() > 0 ? uri.getPort() : DEFAULT_PORT);
        }
      }
    }
    return new ContactRules(
        settings.loopbackContacts(), settings.namedContacts(), Contacts::isOwn, ports);
  }

  private static boolean isOwn(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }
}
