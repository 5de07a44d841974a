package org.sipasync.sip.locate;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Looks up names without blocking. Each list is in the order to try its records; without records it
 * is empty. A failed look-up is a failed stage. Stages may complete on any thread. {@link Locator}
 * limits the time.
 */
public interface Resolver {
  /** Finds the NAPTR records of a domain, by order and preference (RFC 3403). */
  CompletionStage<List<Naptr>> naptr(String domain);

  /**
   * Finds the SRV records of a name such as {@code _sip._udp.example.com}: by priority, and drawn
   * by weight within one priority, anew for each call (RFC 2782).
   */
  CompletionStage<List<Srv>> srv(String name);

  /** Finds the addresses of a host, A and AAAA. */
  CompletionStage<List<InetAddress>> addresses(String host);

  /**
   * NAPTR record (RFC 3403).
   *
   * @param flags "s" if the replacement has SRV records, as SIP requires
   * @param service such as SIP+D2U
   * @param replacement the name to look up next
   */
  record Naptr(String flags, String service, String replacement) {}

  /**
   * SRV record (RFC 2782).
   *
   * @param target the host; "." if the domain does not offer the service
   */
  record Srv(int port, String target) {}
}
