package org.sipasync.sip.message;

/** Builds from a refused request one that a well-formed response can be built from. */
final class Salvage {
  /** Replaces a missing or malformed From or To (RFC 3323 4.1.1.3). */
  private static final String ANONYMOUS = "<sip:anonymous@anonymous.invalid>";

  private static final String NO_CALL_ID = "anonymous@anonymous.invalid";

  private final SipRequest request;
  private final Fields from;
  private final Fields kept;

  private Salvage(SipRequest request) {
    this.request = request;
    this.from = request.fields;
    this.kept = new Fields(from.data, 10);
  }

  /**
   * Keeps the Vias before the first malformed one, and the first From, To, Call-ID and CSeq;
   * replaces those that are missing or malformed.
   *
   * @return null if there is nobody to answer: a response, an ACK, no top Via
   */
  static SipRequest of(SipMessage message) {
    boolean answered = message instanceof SipRequest r && r.method() != Method.ACK;
    return answered ? new Salvage((SipRequest) message).keep() : null;
  }

  private SipRequest keep() {
    if (!vias()) return null;
    Essentials check = new Essentials(request);
    keep(HeaderName.FROM, () -> check.checkAddress(HeaderName.FROM), ANONYMOUS);
    keep(HeaderName.TO, () -> check.checkAddress(HeaderName.TO), ANONYMOUS);
    keep(HeaderName.CALL_ID, check::checkCallId, NO_CALL_ID);
    keep(HeaderName.CSEQ, check::checkCseq, "0 " + request.method());
    return new SipRequest(kept, request.method(), 0, 0);
  }

  private interface Check {
    void run() throws ParseException;
  }

  private void keep(HeaderName name, Check check, String substitute) {
    int i = from.find(name, 0);
    try {
      if (i >= 0) {
        check.run();
        kept.copyField(from, i);
        return;
      }
    } catch (ParseException e) {
      // replaced below
    }
    kept.insert(kept.count(), name, substitute);
  }

  /** Keeps the readable Vias; false if not even the top one has a host. */
  private boolean vias() {
    int entries = 0;
    int i = from.find(HeaderName.VIA, 0);
    if (i < 0) return false;
    for (; i >= 0; i = from.find(HeaderName.VIA, i + 1)) {
      int readable = via(i, Limits.ENTRIES - entries);
      if (readable < 0) break;
      entries += readable;
    }
    return kept.count() > 0 || topVia();
  }

  /**
   * Keeps one field's readable entries; returns their number, or -1 if one was malformed, so that
   * none may follow.
   */
  private int via(int i, int most) {
    Cursor in = from.cursor(i, HeaderName.VIA);
    int entries = 0;
    int end = in.pos;
    try {
      while (entries < most) {
        Essentials.scanVia(in);
        int stop = in.pos;
        if (!in.lws().done() && in.peek() != ',') break;
        end = stop;
        entries++;
        if (!in.take(',')) break;
      }
    } catch (ParseException e) {
      // what came before can be read
    }
    if (entries > 0) kept.append(from.id(i), from.nameStart(i), from.valueStart(i), end);
    return entries > 0 && end == in.end ? entries : -1;
  }

  /** Keeps a top Via with the parameters before its first malformed one. */
  private boolean topVia() {
    Via via = Via.salvage(from.cursor(from.find(HeaderName.VIA, 0), HeaderName.VIA));
    if (via == null) return false;
    kept.insert(0, HeaderName.VIA, via.toString());
    return true;
  }
}
