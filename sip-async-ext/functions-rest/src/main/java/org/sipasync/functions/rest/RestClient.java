package org.sipasync.functions.rest;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.sipasync.functions.dns.HostResolver;
import org.sipasync.loop.EventLoop;

/**
 * Connections and limits shared by all calls of a {@link Rest}: a pool for each event loop that
 * calls start on, for http, and Apache's client for https. Thread-safe.
 */
final class RestClient implements AutoCloseable {
  private final RestSettings settings;
  private final HostResolver resolver;
  private final TlsStrategy tls;
  private final DestinationLimits limits;
  private final Map<InFlightCall, DestinationLimits.Place> calls = new ConcurrentHashMap<>();
  private final Map<EventLoop, LoopPool> pools = new ConcurrentHashMap<>();

  // --- guarded by this
  private LibraryClient library;
  private boolean closed;

  RestClient(RestSettings settings, HostResolver resolver) {
    this.settings = settings;
    this.resolver = resolver;
    this.tls = Tls.strategy(settings);
    this.limits = new DestinationLimits(settings);
    ResponseDecoder.load();
  }

  RestSettings settings() {
    return settings;
  }

  HostResolver resolver() {
    return resolver;
  }

  /** Returns the pool of the loop that the calling thread drives; null if it drives none. */
  LoopPool pool() {
    EventLoop loop = EventLoop.current();
    if (loop == null) {
      return null;
    }
    LoopPool known = pools.get(loop);
    return known == null ? newPool(loop) : known;
  }

  private synchronized LoopPool newPool(EventLoop loop) {
    LoopPool pool = new LoopPool(loop, settings.maxResponse(), settings.maxInFlight());
    if (closed) {
      pool.close();
    }
    pools.put(loop, pool);
    return pool;
  }

  /**
   * Returns Apache's client, whose threads start with the first call of this method.
   *
   * @throws IllegalStateException if this is closed
   */
  synchronized LibraryClient library() {
    if (closed) {
      throw new IllegalStateException("the HTTP client is closed");
    }
    if (library == null) {
      library = new LibraryClient(settings, tls);
    }
    return library;
  }

  /**
   * Registers a call that is about to start.
   *
   * @throws java.util.concurrent.RejectedExecutionException if a limit is reached
   */
  void started(InFlightCall call, HttpTarget target) {
    calls.put(call, limits.acquire(target.destination()));
  }

  /** Removes an ended call. Idempotent. */
  void ended(InFlightCall call) {
    DestinationLimits.Place place = calls.remove(call);
    if (place != null) {
      place.release();
    }
  }

  int inFlight() {
    return limits.inFlight();
  }

  /** Returns the number of connections in use or being made. */
  synchronized int leased() {
    int plain = pools.values().stream().mapToInt(LoopPool::inUse).sum();
    return plain + (library == null ? 0 : library.leased());
  }

  /** Returns the number of hosts whose addresses Apache's client may use. */
  synchronized int hostsNoted() {
    return library == null ? 0 : library.found().size();
  }

  /** Returns the addresses that may be called for a host. */
  List<InetAddress> withoutSuspect(HttpTarget target, List<InetAddress> addresses) {
    return target.isIn(settings.allowedHosts())
        ? addresses
        : addresses.stream().filter(address -> !SuspectAddresses.isSuspect(address)).toList();
  }

  /** Returns the failure of a call whose host has no address that may be called. */
  static IOException suspect(HttpTarget target, List<InetAddress> addresses) {
    return new IOException(
        target.host()
            + " has the address "
            + addresses.get(0).getHostAddress()
            + ", which is not called unless the host is in sip.async.rest.allowed-hosts");
  }

  /** Stops the threads and closes all connections; calls in flight fail. */
  @Override
  public void close() {
    LibraryClient running;
    synchronized (this) {
      closed = true;
      running = library;
      pools.values().forEach(LoopPool::close);
    }
    if (running != null) {
      running.close();
    }
    calls.keySet().forEach(InFlightCall::cancelled);
  }
}
