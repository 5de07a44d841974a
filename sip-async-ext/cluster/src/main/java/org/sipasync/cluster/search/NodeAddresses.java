package org.sipasync.cluster.search;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Addresses of the living members by the short texts that name them in tags of dialogs. To be
 * updated on the node's thread; read by any.
 */
public final class NodeAddresses {
  private static final int TAG_LENGTH = 8;

  private volatile Map<String, String> addresses = Map.of();

  /** Returns the text that names a member: the beginning of its id. */
  public static String tagOf(UUID member) {
    return member.toString().substring(0, TAG_LENGTH);
  }

  /**
   * Takes in who lives.
   *
   * @param address returns a member's address; "" if it has none
   */
  public void update(Iterable<UUID> members, Function<UUID, String> address) {
    Map<String, String> next = new HashMap<>();
    members.forEach(member -> next.put(tagOf(member), address.apply(member)));
    if (!next.equals(addresses)) {
      addresses = Map.copyOf(next);
    }
  }

  /** Returns a member's address; null if it is gone, or has told none. Thread-safe. */
  public String of(String tag) {
    String address = addresses.get(tag);
    return address == null || address.isEmpty() ? null : address;
  }
}
