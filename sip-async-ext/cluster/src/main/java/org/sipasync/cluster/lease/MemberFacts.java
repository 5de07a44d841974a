package org.sipasync.cluster.lease;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * Facts that a member tells of itself with each question.
 *
 * @param address where it takes other members' SIP requests, as host and port; "" if it takes none
 * @param deployments hash of its applications and their classes; 0 for none
 * @param isLeaving true if it leaves for good, and will never answer anything again
 */
public record MemberFacts(String address, long deployments, boolean isLeaving) {
  /** Facts of a member that has told none. */
  public static final MemberFacts NONE = new MemberFacts("", 0, false);

  private static final int HEAD = 9;
  private static final int MAX_BYTES = 512;

  /** Returns these facts with other deployments. */
  public MemberFacts withDeployments(long hash) {
    return new MemberFacts(address, hash, isLeaving);
  }

  /** Returns these facts of a member that leaves. */
  public MemberFacts leaving() {
    return new MemberFacts(address, deployments, true);
  }

  byte[] encode() {
    byte[] text = address.getBytes(UTF_8);
    return ByteBuffer.allocate(HEAD + text.length)
        .putLong(deployments)
        .put((byte) (isLeaving ? 1 : 0))
        .put(text)
        .array();
  }

  /**
   * Reads facts.
   *
   * @throws IllegalArgumentException if they are of a wrong length
   */
  static MemberFacts decode(byte[] bytes) {
    if (bytes.length < HEAD || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("facts of " + bytes.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long deployments = in.getLong();
    boolean isLeaving = in.get() == 1;
    return new MemberFacts(
        new String(bytes, HEAD, bytes.length - HEAD, UTF_8), deployments, isLeaving);
  }
}
