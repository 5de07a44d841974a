package org.sipasync.cluster.grid;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.UUID;

/**
 * Claims on the calls of one dead member, by share. A share has at most one claimant per epoch; the
 * epoch grows when a claimant dies before it is done. Immutable.
 *
 * <pre>
 *   free ── claim ──▶ claimed (epoch 1) ── done ──▶ done
 *                       │    ▲
 *                       └────┘ claimant died: claimed by another (epoch + 1)
 * </pre>
 */
public final class ClaimTable {
  /** Number of shares that a dead member's calls are divided into, by a hash of their keys. */
  public static final int SHARES = 8;

  /** Length of one share: claimant, epoch, done. */
  private static final int SLOT = 21;

  private static final ClaimTable FREE = new ClaimTable(new byte[SHARES * SLOT]);

  private final byte[] slots;

  private ClaimTable(byte[] slots) {
    this.slots = slots;
  }

  /**
   * Reads a table.
   *
   * @param bytes null for a member without claims
   * @throws IllegalArgumentException if the bytes are no table
   */
  public static ClaimTable decode(byte[] bytes) {
    if (bytes == null) {
      return FREE;
    }
    if (bytes.length != SHARES * SLOT) {
      throw new IllegalArgumentException("a table of claims of " + bytes.length + " bytes");
    }
    return new ClaimTable(bytes.clone());
  }

  /** Returns the table as bytes. */
  public byte[] encode() {
    return slots.clone();
  }

  /** Returns the share of a call. */
  public static int shareOf(String transactionKey) {
    int hash = transactionKey.hashCode();
    return (hash ^ hash >>> 16) & SHARES - 1;
  }

  /** Returns the claimant of a share; null if it is free. */
  public UUID claimant(int share) {
    return Uuids.get(ByteBuffer.wrap(slots, share * SLOT, 16));
  }

  /** Returns how often a share was claimed. */
  public int epoch(int share) {
    return ByteBuffer.wrap(slots).getInt(share * SLOT + 16);
  }

  /** Returns true if all calls of a share are in its claimant's own journal. */
  public boolean isDone(int share) {
    return slots[share * SLOT + 20] == 1;
  }

  /** Returns a number that grows with each change. */
  public int version() {
    int version = 0;
    for (int share = 0; share < SHARES; share++) {
      version += 2 * epoch(share) + (isDone(share) ? 1 : 0);
    }
    return version;
  }

  /** Returns true if all shares are done. */
  public boolean isDone() {
    for (int share = 0; share < SHARES; share++) {
      if (!isDone(share)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the table after a change; this one if the change does not apply, because the share is
   * done or has another claimant.
   */
  public ClaimTable after(ClaimChange change) {
    int share = change.share();
    if (share < 0
        || share >= SHARES
        || isDone(share)
        || !Objects.equals(claimant(share), change.from())) {
      return this;
    }
    byte[] next = slots.clone();
    ByteBuffer slot = ByteBuffer.wrap(next, share * SLOT, SLOT);
    Uuids.put(slot, change.by());
    slot.putInt(change.done() ? epoch(share) : epoch(share) + 1);
    slot.put((byte) (change.done() ? 1 : 0));
    return new ClaimTable(next);
  }
}
