package org.sipasync.restcomm;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.sip.message.Request;

/**
 * Remembers what became of new requests for as long as their senders may repeat them (64 × T1), so
 * that a repetition which was under way meets the same fate: what was refused stays refused, what
 * was taken in is not taken in again (rule A3). Thread-safe.
 *
 * <p>A transaction answers repetitions while there is one. A request that was refused statelessly
 * has none, and an INVITE's ends with its 2xx.
 *
 * <p>Bounded: when it is full, the oldest request is forgotten.
 */
final class RecentRequests {
  /** RFC 3261, 17.2.2: timer J. */
  private static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(32);

  private static final long FNV_PRIME = 0x100000001b3L;

  enum Fate {
    TAKEN_IN,
    REFUSED
  }

  private record Entry(Fate fate, long end) {}

  private final int capacity;
  private final LongSupplier nanoTime;

  /** Peers must not be able to make two keys equal. */
  private final long secret = new SecureRandom().nextLong();

  /** Ordered by their ends. */
  private final Map<Long, Entry> byKey = new LinkedHashMap<>();

  RecentRequests(int capacity, LongSupplier nanoTime) {
    this.capacity = capacity;
    this.nanoTime = nanoTime;
  }

  /** The fate of the request that this one repeats or acknowledges; null if it is new. */
  synchronized Fate of(Request request) {
    forget(nanoTime.getAsLong());
    Entry entry = byKey.get(key(request));
    return entry == null ? null : entry.fate;
  }

  synchronized void remember(Request request, Fate fate) {
    long now = nanoTime.getAsLong();
    forget(now);
    long key = key(request);
    byKey.remove(key); // for the order
    byKey.put(key, new Entry(fate, now + LIFE_NANOS));
  }

  synchronized int size() {
    return byKey.size();
  }

  private void forget(long now) {
    Iterator<Entry> entries = byKey.values().iterator();
    while (entries.hasNext()) {
      if (entries.next().end - now > 0 && byKey.size() < capacity) {
        return;
      }
      entries.remove();
    }
  }

  /** RFC 3261, 17.2.3: branch, sent-by and method, ACK as INVITE; and Call-ID for old branches. */
  private long key(Request request) {
    Via via = ((SIPRequest) request).getTopmostVia();
    String method = request.getMethod();
    long hash = secret;
    hash = add(hash, via.getBranch());
    hash = add(hash, via.getSentBy().encode());
    hash = add(hash, Request.ACK.equals(method) ? Request.INVITE : method);
    hash = add(hash, ((SIPRequest) request).getCallId().getCallId());
    return add(hash, Long.toString(((SIPRequest) request).getCSeq().getSeqNumber()));
  }

  private static long add(long hash, String part) {
    long sum = hash;
    for (int i = 0; part != null && i < part.length(); i++) {
      sum = Long.rotateLeft((sum ^ part.charAt(i)) * FNV_PRIME, 23);
    }
    return (sum ^ -1) * FNV_PRIME;
  }
}
