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
    boolean answerable =
        message instanceof SipRequest request
            && request.method() != Method.ACK
            && Essentials.topViaReadable(message);
    return answerable ? keep((SipRequest) message) : null;
  }

  private static SipRequest keep(SipRequest request) {
    Fields kept = new Fields(request.fields.data, 10);
    vias(request.fields, kept);
    for (HeaderName name : FIRST) {
      int i = request.fields.find(name, 0);
      if (i >= 0) kept.copyField(request.fields, i);
    }
    kept.insert(kept.count(), HeaderName.CSEQ, cseq(request).toString());
    return new SipRequest(kept, request.method(), 0, 0);
  }

  private static void vias(Fields from, Fields kept) {
    int entries = 0;
    for (int i = from.find(HeaderName.VIA, 0); i >= 0; i = from.find(HeaderName.VIA, i + 1))
      if (entries++ < Limits.ENTRIES) kept.copyField(from, i);
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
