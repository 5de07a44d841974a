package org.sipasync.sip.transaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.sipasync.sip.message.Limits;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.Via;

/**
 * Computes the keys of requests with its own secrets (RFC 3261 17.2.3). Separates parts by line
 * feeds, which no part can contain. For the loop's thread only.
 */
final class TransactionKeys {
  private final SipHash hash;
  private final SipHash tags;

  /** Room for the parts of a request: a method, a Via; or From tag, Call-ID, CSeq. */
  private final byte[] scratch = new byte[4 * Limits.HEADER_LINE];

  TransactionKeys() {
    this(SipHash.withRandomSecret(), SipHash.withRandomSecret());
  }

  TransactionKeys(SipHash hash, SipHash tags) {
    this.hash = hash;
    this.tags = tags;
  }

  /** Returns the key of a request's transaction; an ACK has its INVITE's. */
  TransactionKey of(SipRequest request) throws ParseException {
    boolean ack = request.method().equals(Method.ACK);
    return of(request, ack ? Method.INVITE : request.method());
  }

  /** Returns the key of the request of this method that a CANCEL cancels (RFC 3261 9.2). */
  TransactionKey cancelled(SipRequest cancel, Method method) throws ParseException {
    return of(cancel, method);
  }

  private TransactionKey of(SipRequest request, Method method) throws ParseException {
    int length = request.branchId(method, scratch);
    if (length >= 0) {
      return hash.hash128(scratch, length);
    }
    byte[] text = rfc2543(request, request.topVia(), method).getBytes(UTF_8);
    return hash.hash128(text, text.length);
  }

  /** Returns true if the branch lacks the magic cookie. */
  static boolean isRfc2543(SipRequest request) throws ParseException {
    return !Via.isUnique(request.branch());
  }

  /**
   * Returns the text that a request shares with its retransmissions and its ACK. Leaves out an
   * INVITE's To tag, because an ACK has the response's; the layer compares that one later.
   */
  private static String rfc2543(SipRequest request, Via via, Method method) throws ParseException {
    String toTag = method.equals(Method.INVITE) ? "" : request.toTag();
    return String.join(
        "\n",
        method.toString(),
        request.uriText(),
        toTag,
        request.fromTag(),
        request.callId(),
        Long.toString(request.cseq().number()),
        via.toString());
  }

  /**
   * Returns a hash of the parts that merged requests share (RFC 3261 8.2.2.2): From tag, Call-ID,
   * CSeq.
   *
   * @return 0 for a request inside a dialog, which cannot be merged
   */
  long origin(SipRequest request) throws ParseException {
    return request.hasToTag() ? 0 : hash.hash(scratch, request.originId(scratch));
  }

  /**
   * Returns the To tag of stateless responses, the same for each retransmission (RFC 3261 8.2.7).
   */
  String tag(TransactionKey key) {
    for (int i = 0; i < Long.BYTES; i++) {
      scratch[i] = (byte) (key.low() >>> (8 * i));
    }
    return Long.toHexString(tags.hash(scratch, Long.BYTES));
  }
}
