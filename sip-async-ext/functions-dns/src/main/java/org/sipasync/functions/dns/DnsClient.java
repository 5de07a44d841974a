package org.sipasync.functions.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.OnDemandLoop;
import org.sipasync.support.BoundedMap;
import org.sipasync.support.ConcurrencyLimit;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Type;
import org.xbill.DNS.hosts.HostsFileParser;

/**
 * State shared by all lookups of a {@link Dns}: thread, cache, hosts file, servers, limit, and open
 * queries, so that identical queries share one answer.
 */
final class DnsClient implements Lookup.Owner, AutoCloseable {
  private static final int NEGATIVE_TTL = 60;
  private static final Duration SLOW_FOR = Duration.ofMinutes(1);
  private static final int MAX_SLOW = 1000;

  private final DnsSettings settings;
  private final OnDemandLoop loop = new OnDemandLoop("sip-async-dns-io", this::abandon);
  private final ConcurrencyLimit limit;
  private final Map<Lookup, ConcurrencyLimit.Permit> lookups = new ConcurrentHashMap<>();
  private final Cache cache;
  private final HostsFileParser hosts;

  // --- confined to the loop thread
  private final Map<Question, ServerQuery> open = new HashMap<>();
  private final Map<Name, Long> slow = new BoundedMap<>(MAX_SLOW);
  private List<InetSocketAddress> servers = List.of();
  private int preferred;

  private record Question(Name name, int type) {}

  DnsClient(DnsSettings settings) {
    this.settings = settings;
    this.limit =
        new ConcurrencyLimit(settings.maxInFlight(), "DNS lookups", "sip.async.dns.max-in-flight");
    this.cache = settings.cacheSize() == 0 ? null : cache(settings);
    this.hosts = new HostsFileParser(settings.hosts());
  }

  private static Cache cache(DnsSettings settings) {
    Cache cache = new Cache(DClass.IN);
    int max = (int) settings.maxTtl().toSeconds();
    cache.setMaxEntries(settings.cacheSize());
    cache.setMaxCache(max);
    cache.setMaxNCache(Math.min(max, NEGATIVE_TTL));
    return cache;
  }

  DnsSettings settings() {
    return settings;
  }

  /** Returns the loop, which has its own thread. */
  EventLoop loop() {
    return loop.loop();
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public Cache cache() {
    return cache;
  }

  /** Starts a lookup, or fails it at the limit. Thread-safe. */
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

  @Override
  public void ended(Lookup lookup) {
    ConcurrencyLimit.Permit permit = lookups.remove(lookup);
    if (permit != null) {
      permit.release();
    }
  }

  /** Returns the addresses in the hosts file; called on the loop thread. */
  List<InetAddress> inHosts(Name name) {
    List<InetAddress> found = new ArrayList<>();
    try {
      for (int type : new int[] {Type.A, Type.AAAA}) {
        hosts.getAddressForHost(name, type).or(() -> inLowerCase(name, type)).ifPresent(found::add);
      }
    } catch (IOException unreadable) {
      // as if there were no file
    }
    return found;
  }

  /** Looks up in lower case, because the file's names are compared case-sensitively. */
  private Optional<InetAddress> inLowerCase(Name name, int type) {
    try {
      return hosts.getAddressForHost(name.canonicalize(), type);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** Queries the servers, or joins an identical open query. */
  @Override
  public ServerQuery ask(Record record) throws IOException {
    Question question = new Question(record.getName(), record.getType());
    ServerQuery known = open.get(question);
    if (known != null) {
      known.enter();
      return known;
    }
    ServerQuery begun = newQuery(record);
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

  private ServerQuery newQuery(Record record) throws IOException {
    if (servers.isEmpty()) {
      servers =
          settings.servers().isEmpty()
              ? List.copyOf(ResolverConfig.getCurrentConfig().servers())
              : settings.servers();
    }
    if (servers.isEmpty()) {
      throw new IOException("no DNS server is configured: set sip.async.dns.servers");
    }
    return new ServerQuery(
        loop(), record, servers, settings, Math.floorMod(preferred, servers.size()));
  }

  /** Returns true if a host's IPv6 answer was slow recently; called on the loop thread. */
  boolean isSlow(Name host) {
    Long until = slow.get(host);
    return until != null && until - System.nanoTime() > 0;
  }

  void noteSlow(Name host) {
    slow.put(host, System.nanoTime() + SLOW_FOR.toNanos());
  }

  private void abandon() {
    List.copyOf(open.values()).forEach(ServerQuery::abort);
    lookups
        .keySet()
        .forEach(lookup -> lookup.fail(new CancellationException("this Dns was closed")));
  }

  /** Returns the number of lookups in flight. */
  int inFlight() {
    return limit.inFlight();
  }

  @Override
  public void close() {
    loop.close();
  }
}
