package org.sipasync.cluster.lease;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.sipasync.cluster.grid.Uuids;
import org.sipasync.cluster.journal.Marks;

/**
 * Question of a member to another: whether it vouches for it, confirms burials, accepts claims.
 *
 * @param from the member that asks
 * @param fingerprint of its configuration
 * @param clock its time in milliseconds
 * @param marks extent of its journal
 * @param facts what it tells of itself
 * @param burials members it misses
 * @param claims shares it has claimed, in the order in which they depend on each other
 */
record MemberQuestion(
    UUID from,
    long fingerprint,
    long clock,
    Marks marks,
    MemberFacts facts,
    List<UUID> burials,
    List<Claimed> claims) {
  /** Burials and claims of one question; the others wait for the next round. */
  static final int MAX_ITEMS = 512;

  private static final byte VERSION = 1;
  private static final int HEAD = 61;

  byte[] encode() {
    byte[] told = facts.encode();
    ByteBuffer out =
        ByteBuffer.allocate(HEAD + 16 * burials.size() + 17 * claims.size() + told.length);
    out.put(VERSION);
    Uuids.put(out, from);
    out.putLong(fingerprint).putLong(clock).putLong(marks.first()).putLong(marks.next());
    out.putInt(burials.size()).putInt(claims.size()).putInt(told.length);
    burials.forEach(dead -> Uuids.put(out, dead));
    for (Claimed claim : claims) {
      Uuids.put(out, claim.dead());
      out.put((byte) claim.share());
    }
    out.put(told);
    return out.array();
  }

  static MemberQuestion decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < HEAD || in.get() != VERSION) {
      throw new IllegalArgumentException("a question of another version");
    }
    UUID from = Uuids.get(in);
    long fingerprint = in.getLong();
    long clock = in.getLong();
    Marks marks = new Marks(in.getLong(), in.getLong());
    int dead = in.getInt();
    int claimed = in.getInt();
    int told = in.getInt();
    if (dead < 0
        || dead > MAX_ITEMS
        || claimed < 0
        || claimed > MAX_ITEMS
        || told < 0
        || in.remaining() != 16L * dead + 17L * claimed + told) {
      throw new IllegalArgumentException("a question of a wrong length");
    }
    List<UUID> burials = new ArrayList<>(dead);
    for (int i = 0; i < dead; i++) {
      burials.add(Uuids.get(in));
    }
    List<Claimed> claims = new ArrayList<>(claimed);
    for (int i = 0; i < claimed; i++) {
      claims.add(new Claimed(Uuids.get(in), in.get()));
    }
    byte[] facts = new byte[told];
    in.get(facts);
    return new MemberQuestion(
        from, fingerprint, clock, marks, MemberFacts.decode(facts), burials, claims);
  }
}
