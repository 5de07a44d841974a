package org.sipasync.functions.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.sipasync.loop.TimerQueue;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Resolves a host's addresses of one or both families: from the hosts file, then by parallel
 * queries. Once IPv4 is known, it waits only briefly for IPv6.
 */
final class AddressLookup {
  /** Waiting time for the other family (RFC 8305, section 3). */
  private static final Duration GRACE = Duration.ofMillis(50);

  private final DnsClient client;
  private final Name host;
  private final List<Integer> types;
  private final List<Lookup> lookups = new ArrayList<>();
  private final CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
  private TimerQueue.Timer bound;
  private TimerQueue.Timer grace;

  private AddressLookup(DnsClient client, Name host, List<Integer> types) {
    this.client = client;
    this.host = host;
    this.types = types;
  }

  /**
   * Starts a lookup. Cancelling the future aborts it.
   *
   * @param within maximum time; null if the caller limits it
   */
  static CompletableFuture<List<InetAddress>> begin(
      DnsClient client, Name host, List<Integer> types, Duration within) {
    AddressLookup lookup = new AddressLookup(client, host, types);
    try {
      client.execute(() -> lookup.run(within));
      lookup.found.whenComplete((addresses, failure) -> lookup.end());
    } catch (RejectedExecutionException closed) {
      lookup.found.completeExceptionally(closed);
    }
    return lookup.found;
  }

  private void run(Duration within) {
    try {
      ask(within);
    } catch (RuntimeException e) {
      found.completeExceptionally(e);
    }
  }

  private void ask(Duration within) {
    List<InetAddress> local =
        client.inHosts(host).stream().filter(address -> types.contains(type(address))).toList();
    if (!local.isEmpty()) {
      found.complete(local);
    }
    if (found.isDone()) {
      return;
    }
    if (within != null) {
      bound = after(within, () -> tooLate(within));
    }
    types.stream()
        .filter(type -> type != Type.AAAA || types.size() == 1 || !client.isSlow(host))
        .forEach(type -> lookups.add(client.lookup(host, type)));
    lookups.forEach(lookup -> lookup.records().whenComplete((records, failure) -> ended(lookup)));
  }

  private TimerQueue.Timer after(Duration delay, Runnable task) {
    return client.loop().timerAfter(client.loop().now(), delay, task);
  }

  private static int type(InetAddress address) {
    return address instanceof Inet4Address ? Type.A : Type.AAAA;
  }

  private void tooLate(Duration within) {
    found.completeExceptionally(
        new TimeoutException(
            "the lookup of "
                + DnsNames.text(host)
                + " took longer than "
                + within.toMillis()
                + " ms"));
  }

  private void ended(Lookup latest) {
    if (found.isDone()) {
      return;
    }
    boolean last = lookups.stream().allMatch(lookup -> lookup.records().isDone());
    List<Record> records = records();
    if (last && records.isEmpty()) {
      fail();
    } else if (last) {
      found.complete(Records.addresses(records));
    } else if (!records.isEmpty() && latest == lookups.get(0)) {
      grace = after(GRACE, this::goOnWithout);
    }
  }

  private void goOnWithout() {
    if (found.complete(Records.addresses(records()))) {
      client.noteSlow(host);
    }
  }

  private List<Record> records() {
    List<Record> records = new ArrayList<>();
    for (Lookup lookup : lookups) {
      if (lookup.records().isDone() && !lookup.records().isCompletedExceptionally()) {
        records.addAll(lookup.records().join());
      }
    }
    return records;
  }

  /** Fails with the most specific cause: a server's failure outranks an empty answer. */
  private void fail() {
    Throwable worst = DnsFailures.nothing(host);
    for (Lookup lookup : lookups) {
      Throwable failure = lookup.records().handle((records, thrown) -> thrown).join();
      if (failure != null && worst instanceof java.net.UnknownHostException) {
        worst = DnsFailures.translated(host, failure);
      }
    }
    found.completeExceptionally(worst);
  }

  /** Releases everything after the result is complete. Thread-safe. */
  private void end() {
    try {
      client.execute(this::letGo);
    } catch (RejectedExecutionException closed) {
      // nothing is open then
    }
  }

  private void letGo() {
    lookups.forEach(Lookup::abort);
    for (TimerQueue.Timer timer : new TimerQueue.Timer[] {bound, grace}) {
      if (timer != null) {
        client.loop().cancel(timer);
      }
    }
  }
}
