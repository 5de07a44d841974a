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
 * Finds a host's addresses of one or both kinds: in the hosts file, then by questions side by side.
 * Once IPv4 is known, IPv6 is not waited for long.
 */
final class AddressLookup {
  /** As RFC 8305, section 3, waits for the other family. */
  private static final Duration GRACE = Duration.ofMillis(50);

  private final Client client;
  private final Name host;
  private final List<Integer> types;
  private final List<Lookup> lookups = new ArrayList<>();
  private final CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
  private TimerQueue.Timer bound;
  private TimerQueue.Timer grace;

  private AddressLookup(Client client, Name host, List<Integer> types) {
    this.client = client;
    this.host = host;
    this.types = types;
  }

  /**
   * Begins. To cancel the future aborts the lookup.
   *
   * @param within how long it may take; null if somebody else sees to that
   */
  static CompletableFuture<List<InetAddress>> begin(
      Client client, Name host, List<Integer> types, Duration within) {
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
            "the lookup of " + Names.text(host) + " took over " + within.toMillis() + " ms"));
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

  /** The worst failure: that a server failed says more than that it knows nothing. */
  private void fail() {
    Throwable worst = Failures.nothing(host);
    for (Lookup lookup : lookups) {
      Throwable failure = lookup.records().handle((records, thrown) -> thrown).join();
      if (failure != null && worst instanceof java.net.UnknownHostException) {
        worst = Failures.translated(host, failure);
      }
    }
    found.completeExceptionally(worst);
  }

  /** Lets go of all; found is done. From any thread. */
  private void end() {
    try {
      client.execute(this::letGo);
    } catch (RejectedExecutionException closed) {
      // then nothing is open any longer
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
