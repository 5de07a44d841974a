package org.sipasync.sample.registrar;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;

/**
 * Decides which addresses a Contact may have, since calls are sent there. An address of this server
 * would make it call itself; names are not resolved, because they may lead anywhere by the time of
 * the call.
 *
 * @param allowLoopback true if phones on this machine may register
 * @param allowNames true if a Contact may have a host name
 * @param isOwn recognises addresses of this machine
 * @param ports SIP ports of this server
 */
public record ContactRules(
    boolean allowLoopback, boolean allowNames, Predicate<InetAddress> isOwn, Set<Integer> ports) {
  private static final int DEFAULT_PORT = 5060;
  private static final int DEFAULT_TLS_PORT = 5061;
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}]");

  /**
   * Checks the address of a Contact.
   *
   * @throws RefusedException if the address is not allowed
   */
  public void check(SipURI contact) throws RefusedException {
    boolean isTls = contact.isSecure() || "tls".equalsIgnoreCase(contact.getTransportParam());
    int port = contact.getPort() > 0 ? contact.getPort() : isTls ? DEFAULT_TLS_PORT : DEFAULT_PORT;
    check(contact.getHost(), port);
    String maddr = contact.getMAddrParam();
    if (maddr != null) { // takes precedence over the host
      check(maddr, port);
    }
  }

  void check(String host, int port) throws RefusedException {
    InetAddress address = address(host);
    if (address == null) {
      if (!allowNames) {
        throw new RefusedException(
            SipServletResponse.SC_FORBIDDEN, "Contact must have an address, not a name");
      }
      return;
    }
    boolean isReachable =
        !address.isAnyLocalAddress()
            && !address.isMulticastAddress()
            && !address.isLinkLocalAddress()
            && !isReserved(address.getAddress());
    if (!isReachable || address.isLoopbackAddress() && !allowLoopback) {
      throw new RefusedException(
          SipServletResponse.SC_FORBIDDEN, "Contact has a forbidden address");
    }
    if (ports.contains(port) && (address.isLoopbackAddress() || isOwn.test(address))) {
      throw new RefusedException(SipServletResponse.SC_FORBIDDEN, "Contact is this server");
    }
  }

  /**
   * Recognises 0.0.0.0/8 and 240.0.0.0/4 with broadcast; IPv6 with embedded IPv4 (::/32, NAT64,
   * 6to4).
   */
  private static boolean isReserved(byte[] address) {
    int first = address[0] & 0xFF;
    if (address.length == 4) {
      return first == 0 || first >= 240;
    }
    int second = address[1] & 0xFF;
    boolean isLoopback = address[15] == 1 && isZero(address, 15);
    return isZero(address, 4) && !isLoopback
        || first == 0x00 && second == 0x64
        || first == 0x20 && second == 0x02;
  }

  private static boolean isZero(byte[] address, int length) {
    for (int i = 0; i < length; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns a literal address; null for a name. Does not use DNS. */
  private static InetAddress address(String host) {
    try {
      if ("localhost".equalsIgnoreCase(host)) {
        return InetAddress.getLoopbackAddress();
      }
      String bare = host.endsWith("]") || !host.contains(":") ? host : "[" + host + "]";
      return IPV4.matcher(bare).matches() || IPV6.matcher(bare).matches()
          ? InetAddress.getByName(bare)
          : null;
    } catch (UnknownHostException noAddress) {
      return null;
    }
  }
}
