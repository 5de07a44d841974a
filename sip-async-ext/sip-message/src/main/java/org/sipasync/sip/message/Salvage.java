package org.sipasync.sip.message;

/** Makes of a refused request what a response can be built from. */
final class Salvage {
  private static final HeaderName[] FIRST = {HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID};

  private Salvage() {}

  /**
   * Keeps the Vias that can be read and the first From, To, Call-ID, CSeq. A CSeq that cannot be
   * read becomes 0 and the request's method, so that the response is well-formed.
   *
   * @return null if there is nobody to answer: a response, an ACK, no top Via
   */
  static SipRequest of(SipMessage message) {
    boolean request = message instanceof SipRequest r && r.method() != Method.ACK;
    return request && message.has(HeaderName.VIA) ? keep((SipRequest) message) : null;
  }

  private static SipRequest keep(SipRequest request) {
    Fields kept = new Fields(request.fields.data, 10);
    if (!vias(request, kept)) return null;
    for (HeaderName name : FIRST) {
      int i = request.fields.find(name, 0);
      if (i >= 0) kept.copyField(request.fields, i);
    }
    kept.insert(kept.count(), HeaderName.CSEQ, cseq(request).toString());
    return new SipRequest(kept, request.method(), 0, 0);
  }

  /** Copies the Vias; of a top one with bad parameters, those before. False if it has no host. */
  private static boolean vias(SipRequest request, Fields kept) {
    Fields from = request.fields;
    int top = from.find(HeaderName.VIA, 0);
    if (Essentials.topViaReadable(request)) {
      kept.copyField(from, top);
    } else {
      Via via = Via.salvage(from.cursor(top, HeaderName.VIA));
      if (via == null) return false;
      kept.insert(0, HeaderName.VIA, via.toString());
    }
    int entries = 1;
    for (int i = from.find(HeaderName.VIA, top + 1); i >= 0; i = from.find(HeaderName.VIA, i + 1))
      if (entries++ < Limits.ENTRIES) kept.copyField(from, i);
    return true;
  }

  private static CSeq cseq(SipRequest request) {
    try {
      CSeq cseq = request.cseq();
      if (cseq != null) return cseq;
    } catch (ParseException e) {
      // replaced below
    }
    return new CSeq(0, request.method());
  }
}
