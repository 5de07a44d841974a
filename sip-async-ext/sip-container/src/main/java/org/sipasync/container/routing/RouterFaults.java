package org.sipasync.container.routing;

/** Hears what an application router does wrong. Thread-safe. */
@FunctionalInterface
public interface RouterFaults {
  /**
   * Takes a fault in.
   *
   * @param kind constant text, by which repetitions are left out of a log
   * @param description sentence without its full stop; may quote a peer or an application
   */
  void onFault(String kind, String description);
}
