package org.sipasync.sip.transaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.sipasync.sip.message.Limits;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.Via;

/**
 * Makes the keys of requests with secrets of its own (RFC 3261 17.2.3). Parts are separated by line
 * feeds, which no part can hold. For the loop's thread only.
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

  /** Key of a request's transaction; an ACK has its INVITE's. */
  TransactionKey of(SipRequest request) throws ParseException {
    boolean ack = request.method().equals(Method.ACK);
    return of(request, ack ? Method.INVITE : request.method());
  }

  /** Key of the request of this method that a CANCEL cancels (RFC 3261 9.2). */
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

  /** True if the branch lacks the magic cookie. */
  static boolean isRfc2543(SipRequest request) throws ParseException {
    String branch = request.branch();
    return branch == null || !branch.regionMatches(true, 0, Via.COOKIE, 0, Via.COOKIE.length());
  }

  /**
   * Text that a request shares with its retransmissions and its ACK. An ACK has the response's To
   * tag, so an INVITE's is left out; the layer compares the ACK's with the response's.
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
   * Hash of what merged requests have in common (RFC 3261 8.2.2.2): From tag, Call-ID, CSeq.
   *
   * @return 0 for a request inside a dialog, which cannot be merged
   */
  long origin(SipRequest request) throws ParseException {
    return request.hasToTag() ? 0 : hash.hash(scratch, request.originId(scratch));
  }

  /** To tag of stateless responses: the same for each repetition (RFC 3261 8.2.7). */
  String tag(TransactionKey key) {
    for (int i = 0; i < Long.BYTES; i++) {
      scratch[i] = (byte) (key.low() >>> (8 * i));
    }
    return Long.toHexString(tags.hash(scratch, Long.BYTES));
  }
}
