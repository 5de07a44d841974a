package org.sipasync.container.message;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.sip.Address;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.URI;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.Parameters;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;
import org.sipasync.sip.message.Valued;

/** SipFactory's methods that need no session. Stateless, hence thread-safe. */
public final class ValueFactory {
  private static final int MAX_PORT = 65_535;

  /** A host's name, IPv4 address or IPv6 address in brackets, and a port. */
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("([^\\[\\]:]+|\\[[^\\[\\]]+]):(\\d{1,5})");

  private ValueFactory() {}

  /** Creates a URI of any scheme from its text. */
  public static URI createURI(String text) throws ServletParseException {
    try {
      return UriFacade.of(Uri.parse(Objects.requireNonNull(text, "uri")), ValueOwner.NONE);
    } catch (ParseException e) {
      throw new ServletParseException("Malformed URI: " + e.reason());
    }
  }

  /**
   * Creates a sip URI.
   *
   * @param userOrNone null or "" if there is none
   * @param host an IPv6 address with or without brackets; a port may follow after a colon, as other
   *     containers let it
   */
  public static SipURI createSipURI(String userOrNone, String host) {
    String user = "".equals(userOrNone) ? null : userOrNone;
    String name = Objects.requireNonNull(host, "host");
    Matcher withPort = HOST_AND_PORT.matcher(name);
    SipUri uri =
        withPort.matches() && Integer.parseInt(withPort.group(2)) <= MAX_PORT
            ? SipUri.of(user, withPort.group(1), Integer.parseInt(withPort.group(2)))
            : SipUri.of(user, bracketed(name), -1);
    return new SipUriFacade(uri, ValueOwner.NONE);
  }

  static String bracketed(String host) {
    boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
    return bare ? "[" + host + "]" : host;
  }

  /** Creates an address from its text; "*" is the wildcard. */
  public static Address createAddress(String text) throws ServletParseException {
    if (Objects.requireNonNull(text, "address").strip().equals("*")) {
      return address(new NameAddr(null, null, Parameters.NONE));
    }
    try {
      return address(NameAddr.parse(text));
    } catch (ParseException e) {
      throw new ServletParseException("Malformed address: " + e.reason());
    }
  }

  /** Creates an address with a copy of the URI; the display name may be null. */
  public static Address createAddress(URI uri, String displayName) {
    return address(new NameAddr(displayName, UriFacade.valueOf(uri), Parameters.NONE));
  }

  /** Creates a value with parameters from its text. */
  public static Parameterable createParameterable(String text) throws ServletParseException {
    try {
      return ParameterableFacade.of(
          Valued.parse(Objects.requireNonNull(text, "value")), ValueOwner.NONE);
    } catch (ParseException e) {
      throw new ServletParseException("Malformed value: " + e.reason());
    }
  }

  /** Creates an address, part of no message, from a value. */
  public static Address address(NameAddr value) {
    return new AddressFacade(value, ValueOwner.NONE);
  }

  /** Returns the value of any implementation of Address. */
  public static NameAddr value(Address address) {
    return AddressFacade.valueOf(address);
  }

  /** Creates a URI, part of no message, from a value. */
  public static URI uri(Uri value) {
    return UriFacade.of(value, ValueOwner.NONE);
  }

  /**
   * Makes a URI whose parameters an application may change, but for those of RFC 3261, and nothing
   * else: IllegalArgumentException.
   *
   * @param onChanged gets the changed value
   */
  public static SipURI parametersOf(SipUri value, Consumer<SipUri> onChanged) {
    return new RouteUriOwner(value, onChanged).uri();
  }

  /** Returns the value of any implementation of URI. */
  public static Uri value(URI uri) {
    return UriFacade.valueOf(uri);
  }
}
