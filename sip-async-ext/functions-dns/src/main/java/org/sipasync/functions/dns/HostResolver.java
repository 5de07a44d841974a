package org.sipasync.functions.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Finds a host's addresses without blocking its caller. For client libraries that would otherwise
 * ask the JVM, which blocks. Thread-safe.
 */
public interface HostResolver {

  /**
   * The addresses of a host: IPv4 first, then IPv6. An address as text is answered at once, and so
   * is what the hosts file or the cache knows.
   *
   * <p>The stage fails with {@link java.net.UnknownHostException} (there is no such host), {@link
   * java.util.concurrent.TimeoutException} (no answer in time), {@link
   * java.util.concurrent.RejectedExecutionException} (too many lookups in flight), {@link
   * IllegalArgumentException} (not a host name) or another {@link java.io.IOException}. It
   * completes on the resolver's own thread or at once: what depends on it must not block. To cancel
   * its future aborts the lookup.
   *
   * @param host a name or an address; not null
   * @param within how long it may take at most; above zero
   * @return at least one address
   */
  CompletionStage<List<InetAddress>> addresses(String host, Duration within);
}
