package org.sipasync.container.locate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.sipasync.functions.dns.Dns;
import org.sipasync.sip.locate.Resolver;
import org.sipasync.support.Failures;

/**
 * Resolver of RFC 3263 over the functions' DNS client: NAPTR, SRV, A and AAAA, the hosts file and
 * the cache. Thread-safe, and never blocks.
 */
public final class DnsResolver implements Resolver {
  private final Dns dns;
  private final Duration deadline;

  /**
   * Uses a client; whoever made it closes it.
   *
   * @param deadline of one address lookup; NAPTR and SRV end with the client's last try
   */
  public DnsResolver(Dns dns, Duration deadline) {
    this.dns = dns;
    this.deadline = deadline;
  }

  @Override
  public CompletionStage<List<Naptr>> naptr(String domain) {
    return dns.records()
        .naptr(domain)
        .thenApply(records -> records.stream().map(DnsResolver::naptr).toList());
  }

  private static Naptr naptr(org.sipasync.functions.dns.Naptr found) {
    return new Naptr(found.flags(), found.service(), found.replacement());
  }

  @Override
  public CompletionStage<List<Srv>> srv(String name) {
    return dns.records()
        .srv(name)
        .thenApply(records -> records.stream().map(DnsResolver::srv).toList());
  }

  private static Srv srv(org.sipasync.functions.dns.Srv found) {
    String target = found.target().isEmpty() ? "." : found.target();
    return new Srv(found.port(), target);
  }

  @Override
  public CompletionStage<List<InetAddress>> addresses(String host) {
    return dns.resolver().addresses(host, deadline).handle(DnsResolver::addressesOrNone);
  }

  /** A host that does not exist is no failure of the lookup. */
  private static List<InetAddress> addressesOrNone(List<InetAddress> found, Throwable failure) {
    if (failure == null) {
      return found;
    }
    Throwable cause = Failures.unwrap(failure);
    if (cause instanceof UnknownHostException) {
      return List.of();
    }
    throw new CompletionException(cause);
  }
}
