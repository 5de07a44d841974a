package org.sipasync.spi;

import java.util.List;

/**
 * State and load of the SIP container.
 *
 * @param listenPoints where it listens
 * @param threads container threads
 * @param busy container threads that run something
 * @param waiting messages that wait for a thread or are being handled
 * @param maxWaiting as many there may be
 * @param refused requests answered 503 because too many waited, or because it refuses new ones
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
   * @param up whether a thread reads from it
   */
  public record ListenPoint(String address, boolean up) {}
}
