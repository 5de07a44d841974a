package org.sipasync.spi;

import java.util.Optional;
import java.util.Set;

/**
 * SIP servlet that says which requests it handles, because its class does not: it dispatches to
 * handlers elsewhere. The container routes by that, and answers other requests with 405. Its method
 * is called from any thread and always returns the same.
 */
public interface HandledMethods {
  /**
   * Returns the methods of the requests that it handles, in upper case; empty for all. Never null.
   */
  Optional<Set<String>> methods();
}
