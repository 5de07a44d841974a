package org.sipasync.cluster.grid;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/**
 * The data grid: pieces of journals, one table of claims for each dead member, and questions from
 * member to member. Holds bytes only.
 *
 * <p>All methods return immediately; replies come on the node's thread. A reply proves what its
 * member's own view of the cluster can prove, and no more: a member that was removed without
 * noticing gets replies, too. {@code org.sipasync.cluster.lease} makes up for that.
 */
public interface Grid {

  /** Returns the id of this member; another one after it has rejoined a cluster. */
  UUID self();

  /** Returns the members that this one knows, itself included. */
  Set<UUID> members();

  /** Returns the members that this one knows, but for itself. */
  default Set<UUID> others() {
    Set<UUID> others = new LinkedHashSet<>(members());
    others.remove(self());
    return others;
  }

  /** Returns the members that may take calls over: all but arbiters. */
  default Set<UUID> heirs() {
    return members();
  }

  /** Returns a member's address as others know it; its id if that is unknown. */
  default String address(UUID member) {
    return member.toString();
  }

  /** Stores a piece of this member's journal; replacing it by the same bytes is harmless. */
  void put(UUID owner, long sequence, byte[] piece, Reply<Void> reply);

  /** Reads a piece of a member's journal; null if there is none. */
  void get(UUID owner, long sequence, Reply<byte[]> reply);

  /** Removes a piece of a member's journal, if it is there. */
  void remove(UUID owner, long sequence, Reply<Void> reply);

  /**
   * Changes the claims on a dead member's calls, atomically.
   *
   * @param reply gets the claims after the change, applied or not
   */
  void change(UUID dead, ClaimChange change, Reply<ClaimTable> reply);

  /** Asks a member; fails if it has gone or does not answer in time. */
  void ask(UUID member, byte[] question, Reply<byte[]> reply);
}
