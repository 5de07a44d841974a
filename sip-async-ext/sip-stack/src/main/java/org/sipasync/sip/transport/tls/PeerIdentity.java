package org.sipasync.sip.transport.tls;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Names that a certificate proves (RFC 5922 7.1): the SIP domains of its URIs or, if it has none,
 * its DNS names; and IP addresses, for URIs that name no domain. Names are compared as a whole and
 * without wildcards (RFC 5922 7.2). The common name proves nothing. Immutable.
 */
public final class PeerIdentity {
  /** Identity of a peer without a certificate. */
  public static final PeerIdentity NONE = new PeerIdentity(List.of(), List.of());

  private static final int MAX_NAMES = 256;
  private static final int DNS = 2;
  private static final int URI = 6;
  private static final int IP = 7;

  private final List<String> domains;
  private final List<InetAddress> addresses;

  private PeerIdentity(List<String> domains, List<InetAddress> addresses) {
    this.domains = List.copyOf(domains);
    this.addresses = List.copyOf(addresses);
  }

  /** Reads the names of a verified certificate; one that cannot be read proves nothing. */
  public static PeerIdentity of(Certificate certificate) {
    try {
      Collection<List<?>> names =
          certificate instanceof X509Certificate x509 ? x509.getSubjectAlternativeNames() : null;
      return names == null ? NONE : of(names);
    } catch (CertificateParsingException e) {
      return NONE;
    }
  }

  private static PeerIdentity of(Collection<List<?>> names) {
    List<String> sip = new ArrayList<>();
    List<String> dns = new ArrayList<>();
    List<InetAddress> addresses = new ArrayList<>();
    for (List<?> name : names.stream().limit(MAX_NAMES).toList()) {
      if (name.size() == 2 && name.get(1) instanceof String text) {
        switch ((Integer) name.get(0)) {
          case URI -> addDomain(text.toLowerCase(Locale.ROOT), sip);
          case DNS -> dns.add(text.toLowerCase(Locale.ROOT));
          case IP -> addAddress(text, addresses);
          default -> {
            // proves nothing here
          }
        }
      }
    }
    return new PeerIdentity(sip.isEmpty() ? dns : sip, addresses);
  }

  /** Adds the domain of {@code sip:domain}; a URI with a user is that of a user, not a domain. */
  private static void addDomain(String uri, List<String> domains) {
    if (uri.startsWith("sip:") && uri.indexOf('@') < 0) {
      domains.add(uri.substring("sip:".length()).split("[:;?]", 2)[0]);
    }
  }

  /** The certificate has numeric addresses, so nothing is looked up. */
  private static void addAddress(String text, List<InetAddress> addresses) {
    try {
      addresses.add(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      // proves nothing
    }
  }

  /**
   * Returns true if the certificate is for a peer: for its host name or, if it has none, its
   * address.
   */
  public boolean proves(InetSocketAddress peer) {
    return isNamed(peer)
        ? domains.contains(peer.getHostString().toLowerCase(Locale.ROOT))
        : addresses.contains(peer.getAddress());
  }

  /** Returns true if an address carries the name of the domain that it serves. */
  public static boolean isNamed(InetSocketAddress peer) {
    return !peer.getHostString().equals(peer.getAddress().getHostAddress());
  }

  /** Returns the names, for messages. */
  @Override
  public String toString() {
    List<String> all = new ArrayList<>(domains);
    addresses.forEach(address -> all.add(address.getHostAddress()));
    return all.isEmpty() ? "no name" : String.join(", ", all);
  }
}
