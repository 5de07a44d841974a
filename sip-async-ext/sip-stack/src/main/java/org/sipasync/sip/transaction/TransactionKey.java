package org.sipasync.sip.transaction;

import java.util.Arrays;

/**
 * Identity of a server transaction (RFC 3261 17.2.3). Equality compares the bytes, so a collision
 * of hashes never confuses two transactions. Immutable.
 */
public final class TransactionKey {
  private final byte[] bytes;
  private final long hash;

  private TransactionKey(byte[] bytes, long hash) {
    this.bytes = bytes;
    this.hash = hash;
  }

  /** Makes keys with the secret of this process. Thread-safe. */
  public static final class Factory {
    private final SipHash hash;

    public Factory() {
      this(SipHash.withRandomSecret());
    }

    Factory(SipHash hash) {
      this.hash = hash;
    }

    /**
     * Key of a request whose branch has the magic cookie.
     *
     * @param sentBy host and port as in the top Via; the caller has lower-cased the host
     * @param method an ACK belongs to its INVITE
     */
    public TransactionKey byBranch(byte[] branch, byte[] sentBy, Method method) {
      return of(method.matched(), branch, sentBy);
    }

    /** Key of the INVITE that a CANCEL with this branch and sent-by cancels (RFC 3261 9.2). */
    public TransactionKey cancelled(byte[] branch, byte[] sentBy) {
      return of(Method.INVITE.matched(), branch, sentBy);
    }

    /**
     * Key of an RFC 2543 request, by what is the same in its retransmissions and in an INVITE's
     * ACK.
     *
     * @param toTag ignored for INVITE and ACK, whose To tags differ; may be empty
     */
    public TransactionKey rfc2543(
        Method method,
        byte[] requestUri,
        byte[] toTag,
        byte[] fromTag,
        byte[] callId,
        byte[] cseqNumber,
        byte[] topVia) {
      boolean invite = method.matched() == Method.INVITE.name();
      byte[] to = invite ? new byte[0] : toTag;
      return of(method.matched(), requestUri, to, fromTag, callId, cseqNumber, topVia);
    }

    private TransactionKey of(String method, byte[]... parts) {
      int length = method.length() + 4 * parts.length;
      for (byte[] part : parts) {
        length += part.length;
      }
      byte[] bytes = new byte[length];
      int at = 0;
      for (byte[] part : parts) {
        // Lengths keep "a" + "bc" apart from "ab" + "c"
        for (int shift = 0; shift < 32; shift += 8) {
          bytes[at++] = (byte) (part.length >>> shift);
        }
        System.arraycopy(part, 0, bytes, at, part.length);
        at += part.length;
      }
      for (int i = 0; i < method.length(); i++) {
        bytes[at++] = (byte) method.charAt(i);
      }
      return new TransactionKey(bytes, hash.hash(bytes));
    }
  }

  /**
   * A method as far as matching goes.
   *
   * @param name case-sensitive, ASCII
   */
  public record Method(String name) {
    public static final Method INVITE = new Method("INVITE");
    public static final Method ACK = new Method("ACK");

    private String matched() {
      return equals(ACK) || equals(INVITE) ? INVITE.name : name;
    }
  }

  /** 64 bits that peers cannot foresee. */
  public long hash() {
    return hash;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TransactionKey that
        && hash == that.hash
        && Arrays.equals(bytes, that.bytes);
  }
}
