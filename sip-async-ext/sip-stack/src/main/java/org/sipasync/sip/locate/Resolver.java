package org.sipasync.sip.locate;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Looks names up without blocking. Stages may complete on any thread; no records are an empty list,
 * a failed look-up is a failed stage. {@link Locator} limits the time.
 */
public interface Resolver {
  /** NAPTR records of a domain. */
  CompletionStage<List<Naptr>> naptr(String domain);

  /** SRV records of a name such as _sip._udp.example.com. */
  CompletionStage<List<Srv>> srv(String name);

  /** Addresses of a host, A and AAAA, in the order to try them. */
  CompletionStage<List<InetAddress>> addresses(String host);

  /**
   * NAPTR record (RFC 3403).
   *
   * @param flags "s" if the replacement has SRV records, as SIP needs it
   * @param service such as SIP+D2U
   */
  record Naptr(int order, int preference, String flags, String service, String replacement) {}

  /**
   * SRV record (RFC 2782).
   *
   * @param target "." if the service is decidedly not available
   */
  record Srv(int priority, int weight, int port, String target) {}
}
