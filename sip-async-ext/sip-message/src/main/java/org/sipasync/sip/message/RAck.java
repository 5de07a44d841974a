package org.sipasync.sip.message;

/** RAck (RFC 3262 7.2): RSeq, CSeq number and method of the acknowledged response. */
public record RAck(long rseq, long cseq, Method method) {
  static RAck read(Cursor in) throws ParseException {
    long rseq = in.number(0xffff_ffffL);
    if (!Ascii.lws(in.peek())) throw in.bad();
    CSeq rest = CSeq.read(in);
    return new RAck(rseq, rest.number(), rest.method());
  }

  @Override
  public String toString() {
    return rseq + " " + cseq + " " + method;
  }
}
