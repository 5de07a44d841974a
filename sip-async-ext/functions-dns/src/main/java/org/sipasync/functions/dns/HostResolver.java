package org.sipasync.functions.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Resolves a host's addresses without blocking, for client libraries that would otherwise use the
 * JVM's blocking lookup. Thread-safe.
 */
public interface HostResolver {

  /**
   * Resolves the addresses of a host: IPv4 first, then IPv6. Literal addresses and names in the
   * hosts file or the cache are answered immediately.
   *
   * <p>The stage fails with {@link java.net.UnknownHostException} (unknown host), {@link
   * java.util.concurrent.TimeoutException} (timeout), {@link
   * java.util.concurrent.RejectedExecutionException} (limit of lookups reached), {@link
   * IllegalArgumentException} (not a host name) or another {@link java.io.IOException}. It
   * completes on the resolver's own thread or immediately; dependent stages must not block.
   * Cancelling its future aborts the lookup.
   *
   * @param host a name or an address; not null
   * @param within maximum time; positive
   * @return at least one address
   */
  CompletionStage<List<InetAddress>> addresses(String host, Duration within);
}
