package org.sipasync.functions.rest;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Addresses of the hosts being called. The client library uses only this resolver, so it never
 * blocks for a lookup and never connects to an unchecked address.
 */
final class ResolvedHosts implements DnsResolver {
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  private record Entry(List<InetAddress> addresses, int users) {}

  /** Sets the addresses of a host until it has been forgotten as often as noted. */
  void note(String host, List<InetAddress> addresses) {
    entries.compute(
        host, (key, entry) -> new Entry(addresses, entry == null ? 1 : entry.users() + 1));
  }

  void forget(String host) {
    entries.computeIfPresent(
        host,
        (key, entry) ->
            entry.users() == 1 ? null : new Entry(entry.addresses(), entry.users() - 1));
  }

  int size() {
    return entries.size();
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    Entry entry = entries.get(host);
    if (entry == null) {
      throw new UnknownHostException(host + " is not being called");
    }
    return entry.addresses().toArray(InetAddress[]::new);
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
