package org.sipasync.admin;

import java.util.Map;

/**
 * A node of the cluster, as it has described itself last.
 *
 * @param address its address for the other nodes, {@code host:port}
 * @param isThis true for this server
 * @param numbers state and counters by name, such as {@code lease}, as in the metrics {@code
 *     sip_cluster_…}; empty for a node that has not answered
 */
public record ClusterMember(String address, boolean isThis, Map<String, Long> numbers) {
  public ClusterMember {
    numbers = Map.copyOf(numbers);
  }
}
