package org.sipasync.cluster.lease;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.sipasync.cluster.journal.Marks;

/**
 * Answer to a {@link MemberQuestion}, in its order.
 *
 * @param vouches true if the asker is in the answering member's list, and is not buried
 * @param isOfSameTerms false if the configurations differ
 * @param burials what is known of each member that the asker misses
 * @param claims true for each claim that is accepted
 */
record MemberAnswer(
    boolean vouches, boolean isOfSameTerms, List<Burial> burials, List<Boolean> claims) {
  private static final byte VERSION = 1;
  private static final int HEAD = 11;

  /**
   * Answer on one member that the asker misses.
   *
   * @param isConfirmed true if the answering member knew it, misses it, too, and never vouches for
   *     it again
   * @param marks extent of its journal as it last told
   */
  record Burial(boolean isConfirmed, Marks marks) {}

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(HEAD + 17 * burials.size() + claims.size());
    out.put(VERSION).put(bit(vouches)).put(bit(isOfSameTerms));
    out.putInt(burials.size()).putInt(claims.size());
    for (Burial burial : burials) {
      out.put(bit(burial.isConfirmed()));
      out.putLong(burial.marks().first()).putLong(burial.marks().next());
    }
    claims.forEach(claim -> out.put(bit(claim)));
    return out.array();
  }

  private static byte bit(boolean value) {
    return (byte) (value ? 1 : 0);
  }

  static MemberAnswer decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < HEAD || in.get() != VERSION) {
      throw new IllegalArgumentException("an answer of another version");
    }
    boolean vouches = in.get() == 1;
    boolean isOfSameTerms = in.get() == 1;
    int dead = in.getInt();
    int claimed = in.getInt();
    if (dead < 0 || claimed < 0 || in.remaining() != 17L * dead + claimed) {
      throw new IllegalArgumentException("an answer of a wrong length");
    }
    List<Burial> burials = new ArrayList<>(dead);
    for (int i = 0; i < dead; i++) {
      burials.add(new Burial(in.get() == 1, new Marks(in.getLong(), in.getLong())));
    }
    List<Boolean> claims = new ArrayList<>(claimed);
    for (int i = 0; i < claimed; i++) {
      claims.add(in.get() == 1);
    }
    return new MemberAnswer(vouches, isOfSameTerms, burials, claims);
  }
}
