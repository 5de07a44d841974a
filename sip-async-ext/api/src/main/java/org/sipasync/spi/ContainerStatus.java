package org.sipasync.spi;

import java.util.List;
import java.util.Map;

/**
 * State and load of the SIP container.
 *
 * @param listenPoints its listen points
 * @param threads container threads
 * @param busy busy container threads
 * @param waiting messages waiting for a thread or being handled
 * @param maxWaiting limit of waiting messages
 * @param refused requests answered 503 because of overload or a drain
 * @param serving false if the server may not answer: it is in a cluster, and cut off from it
 * @param cluster numbers of the cluster by name, such as {@code members}; empty without one
 */
public record ContainerStatus(
    List<ListenPoint> listenPoints,
    int threads,
    int busy,
    int waiting,
    int maxWaiting,
    long refused,
    boolean serving,
    Map<String, Long> cluster) {
  /** Name of the number of suspended calls that other nodes go on with if this one leaves. */
  public static final String INHERITABLE = "inheritable";

  public ContainerStatus {
    cluster = Map.copyOf(cluster);
  }

  /** Describes a container that serves. */
  public ContainerStatus(
      List<ListenPoint> listenPoints,
      int threads,
      int busy,
      int waiting,
      int maxWaiting,
      long refused) {
    this(listenPoints, threads, busy, waiting, maxWaiting, refused, true, Map.of());
  }

  /**
   * An address that the container listens on.
   *
   * @param address transport:host:port
   * @param up true if a thread reads from it
   */
  public record ListenPoint(String address, boolean up) {}
}
