package org.sipasync.functions.dns;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Finds records of a name without blocking, for protocols that look up names themselves.
 * Thread-safe.
 *
 * <p>Unknown names and names without such records yield an empty list. A stage fails with {@link
 * java.util.concurrent.TimeoutException} (no server answered any try), {@link
 * java.util.concurrent.RejectedExecutionException} (limit of lookups reached), {@link
 * IllegalArgumentException} (not a name) or another {@link java.io.IOException}. It completes on
 * the resolver's own thread or immediately; dependent stages must not block. Cancelling its future
 * aborts the lookup.
 */
public interface RecordResolver {
  /**
   * Finds SRV records by priority, drawn by weight within one priority, anew for each call (RFC
   * 2782). Includes those with an empty target: the domain does not offer the service.
   */
  CompletionStage<List<Srv>> srv(String name);

  /** Finds NAPTR records by order and preference. */
  CompletionStage<List<Naptr>> naptr(String name);
}
