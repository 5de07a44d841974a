package org.sipasync.sip.transaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.Via;

/**
 * Makes the keys of requests with secrets of this process (RFC 3261 17.2.3). Parts are separated by
 * line feeds, which no part can hold. Thread-safe.
 */
final class TransactionKeys {
  private final SipHash hash;
  private final SipHash tags;

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
    Via via = request.topVia();
    String text = isRfc2543(via) ? rfc2543(request, via, method) : byBranch(via, method);
    return new TransactionKey(text, hash);
  }

  /** True if the branch lacks the magic cookie. */
  static boolean isRfc2543(SipRequest request) throws ParseException {
    return isRfc2543(request.topVia());
  }

  private static boolean isRfc2543(Via via) {
    String branch = via.branch();
    return branch == null || !branch.regionMatches(true, 0, Via.COOKIE, 0, Via.COOKIE.length());
  }

  private static String byBranch(Via via, Method method) {
    String host = via.host().toLowerCase(Locale.ROOT);
    return method + "\n" + host + ":" + via.port() + "\n" + via.branch();
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
    if (request.toTag() != null) {
      return 0;
    }
    String text = request.fromTag() + "\n" + request.callId() + "\n" + request.cseq();
    return hash.hash(text.getBytes(UTF_8));
  }

  /** To tag of stateless responses: the same for each repetition (RFC 3261 8.2.7). */
  String tag(TransactionKey key) {
    byte[] bytes = new byte[8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (key.hash() >>> (8 * i));
    }
    return Long.toHexString(tags.hash(bytes));
  }
}
