package org.sipasync.cluster.grid;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * One change of a {@link ClaimTable}: takes a share over, or marks it as done.
 *
 * @param share number of the share
 * @param from claimant that the share must have for the change to be applied; null for none
 * @param by claimant from now on
 * @param done true if all calls of the share are in the claimant's own journal
 */
public record ClaimChange(int share, UUID from, UUID by, boolean done) {
  /** Length of its bytes. */
  private static final int LENGTH = 34;

  /** Takes a share over from nobody, or from a claimant that died itself. */
  public static ClaimChange claim(int share, UUID from, UUID by) {
    return new ClaimChange(share, from, by, false);
  }

  /** Marks a share as done by its claimant. */
  public static ClaimChange done(int share, UUID by) {
    return new ClaimChange(share, by, by, true);
  }

  /** Changes nothing, so that the reply shows the table as it is. */
  public static ClaimChange look() {
    return new ClaimChange(-1, null, null, false);
  }

  /** Returns the change as bytes. */
  public byte[] encode() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.put((byte) share).put((byte) (done ? 1 : 0));
    Uuids.put(bytes, from);
    Uuids.put(bytes, by);
    return bytes.array();
  }

  /**
   * Reads a change.
   *
   * @throws IllegalArgumentException if the bytes are none
   */
  public static ClaimChange decode(byte[] change) {
    if (change.length != LENGTH) {
      throw new IllegalArgumentException("a change of claims of " + change.length + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(change);
    int share = bytes.get();
    boolean done = bytes.get() == 1;
    return new ClaimChange(share, Uuids.get(bytes), Uuids.get(bytes), done);
  }
}
