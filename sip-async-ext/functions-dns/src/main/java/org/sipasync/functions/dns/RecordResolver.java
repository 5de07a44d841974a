package org.sipasync.functions.dns;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Finds records of a name without blocking its caller, for protocols that choose among them by
 * rules of their own. Thread-safe.
 *
 * <p>No such name and no such records are an empty list. A stage fails with {@link
 * java.util.concurrent.TimeoutException} (no server answered in all tries), {@link
 * java.util.concurrent.RejectedExecutionException} (too many lookups in flight), {@link
 * IllegalArgumentException} (not a name) or another {@link java.io.IOException}. It completes on
 * the resolver's own thread or immediately: what depends on it must not block. Cancelling its
 * future aborts the lookup.
 */
public interface RecordResolver {
  /**
   * SRV records in the order of the answer, those with an empty target ("decidedly not available",
   * RFC 2782) among them.
   */
  CompletionStage<List<Srv>> srv(String name);

  /** NAPTR records by order and preference. */
  CompletionStage<List<Naptr>> naptr(String name);
}
