package org.sipasync.spi;

import java.util.List;

/**
 * State and load of the SIP container.
 *
 * @param listenPoints its listen points
 * @param threads container threads
 * @param busy busy container threads
 * @param waiting messages waiting for a thread or being handled
 * @param maxWaiting limit of waiting messages
 * @param refused requests answered 503 because of overload or a drain
 */
public record ContainerStatus(
    List<ListenPoint> listenPoints,
    int threads,
    int busy,
    int waiting,
    int maxWaiting,
    long refused) {

  /**
   * An address that the container listens on.
   *
   * @param address transport:host:port
   * @param up true if a thread reads from it
   */
  public record ListenPoint(String address, boolean up) {}
}
