package org.sipasync.functions.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.OnDemandLoop;
import org.sipasync.support.ConcurrencyLimit;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Type;
import org.xbill.DNS.hosts.HostsFileParser;

/**
 * What all lookups of a {@link Dns} share: the thread, the cache, the hosts file, the servers, the
 * bound, and the questions that are open: whoever asks the same waits for the same answer.
 */
final class Client implements AutoCloseable {
  private static final int NEGATIVE_TTL = 60;
  private static final Duration SLOW_FOR = Duration.ofMinutes(1);
  private static final int MAX_SLOW = 1000;

  private final DnsSettings settings;
  private final OnDemandLoop loop = new OnDemandLoop("sip-async-dns-io", this::abandon);
  private final ConcurrencyLimit limit;
  private final Map<Lookup, ConcurrencyLimit.Permit> lookups = new ConcurrentHashMap<>();
  private final Cache cache;
  private final HostsFileParser hosts;

  // --- these belong to the loop's thread
  private final Map<Question, Exchange> open = new HashMap<>();
  private final Map<Name, Long> slow =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Long> eldest) {
          return size() > MAX_SLOW;
        }
      };
  private List<InetSocketAddress> servers = List.of();
  private int preferred;

  private record Question(Name name, int type) {}

  Client(DnsSettings settings) {
    this.settings = settings;
    this.limit =
        new ConcurrencyLimit(settings.maxInFlight(), "DNS lookups", "sip.async.dns.max-in-flight");
    this.cache = settings.cacheSize() == 0 ? null : cache(settings);
    this.hosts = new HostsFileParser(settings.hosts());
  }

  private static Cache cache(DnsSettings settings) {
    Cache cache = new Cache(DClass.IN);
    int longest = (int) settings.maxTtl().toSeconds();
    cache.setMaxEntries(settings.cacheSize());
    cache.setMaxCache(longest);
    cache.setMaxNCache(Math.min(longest, NEGATIVE_TTL));
    return cache;
  }

  DnsSettings settings() {
    return settings;
  }

  /** The loop, on its own thread. */
  EventLoop loop() {
    return loop.loop();
  }

  /**
   * Enqueues a task for the loop's thread.
   *
   * @throws RejectedExecutionException if the client is closed
   */
  void execute(Runnable task) {
    loop.execute(task);
  }

  /** Null if nothing is remembered. */
  Cache cache() {
    return cache;
  }

  /** Begins a lookup, or fails it if there are too many; from any thread. */
  Lookup lookup(Name name, int type) {
    Lookup lookup = new Lookup(this, name, type);
    try {
      lookups.put(lookup, limit.acquire());
      loop.execute(lookup::begin);
    } catch (RejectedExecutionException fullOrClosed) {
      lookup.fail(fullOrClosed);
    }
    return lookup;
  }

  /** A lookup has ended; its result comes afterwards. */
  void ended(Lookup lookup) {
    ConcurrencyLimit.Permit permit = lookups.remove(lookup);
    if (permit != null) {
      permit.release();
    }
  }

  /** What the hosts file says; empty if nothing. On the loop's thread. */
  List<InetAddress> inHosts(Name name) {
    List<InetAddress> found = new ArrayList<>();
    try {
      for (int type : new int[] {Type.A, Type.AAAA}) {
        hosts.getAddressForHost(name, type).or(() -> inLowerCase(name, type)).ifPresent(found::add);
      }
    } catch (IOException unreadable) {
      // as if there were none
    }
    return found;
  }

  /** The file is compared as it is written. */
  private Optional<InetAddress> inLowerCase(Name name, int type) {
    try {
      return hosts.getAddressForHost(name.canonicalize(), type);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** Asks the servers, together with whoever asks the same. On the loop's thread. */
  Exchange ask(Record record) throws IOException {
    Question question = new Question(record.getName(), record.getType());
    Exchange exchange = open.get(question);
    if (exchange != null) {
      exchange.enter();
      return exchange;
    }
    Exchange begun = exchange(record);
    open.put(question, begun);
    begun
        .answer()
        .whenComplete(
            (message, failure) -> {
              open.remove(question, begun);
              preferred = begun.answeredBy() >= 0 ? begun.answeredBy() : preferred + 1;
            });
    begun.enter();
    begun.ask();
    return begun;
  }

  private Exchange exchange(Record record) throws IOException {
    if (servers.isEmpty()) {
      servers =
          settings.servers().isEmpty()
              ? List.copyOf(ResolverConfig.getCurrentConfig().servers())
              : settings.servers();
    }
    if (servers.isEmpty()) {
      throw new IOException("no DNS server is configured: set sip.async.dns.servers");
    }
    return new Exchange(
        loop(), record, servers, settings, Math.floorMod(preferred, servers.size()));
  }

  /** Whether a host's IPv6 addresses were slow to come a short while ago. On the loop's thread. */
  boolean isSlow(Name host) {
    Long until = slow.get(host);
    return until != null && until - System.nanoTime() > 0;
  }

  void noteSlow(Name host) {
    slow.put(host, System.nanoTime() + SLOW_FOR.toNanos());
  }

  private void abandon() {
    List.copyOf(open.values()).forEach(Exchange::abort);
    lookups
        .keySet()
        .forEach(lookup -> lookup.fail(new CancellationException("this Dns was closed")));
  }

  /** Lookups under way. */
  int inFlight() {
    return limit.inFlight();
  }

  @Override
  public void close() {
    loop.close();
  }
}
