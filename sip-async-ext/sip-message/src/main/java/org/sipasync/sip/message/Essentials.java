package org.sipasync.sip.message;

/** Checks what transactions stand on: Via, From, To, Call-ID, CSeq. Allocates next to nothing. */
final class Essentials {
  private static final HeaderName[] MANDATORY = {
    HeaderName.VIA, HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ
  };

  private Essentials() {}

  static void check(SipMessage message) throws ParseException {
    for (HeaderName name : MANDATORY)
      if (!message.has(name)) throw new ParseException(400, "Missing " + name);
    checkVias(message);
    tag(message, HeaderName.FROM);
    tag(message, HeaderName.TO);
    checkCallId(message);
    if (message instanceof SipRequest request) checkRequest(request);
    else message.cseq();
  }

  private static void checkVias(SipMessage message) throws ParseException {
    Fields fields = message.fields;
    int entries = 0;
    for (int i = fields.find(HeaderName.VIA, 0); i >= 0; i = fields.find(HeaderName.VIA, i + 1)) {
      Cursor in = fields.cursor(i, HeaderName.VIA);
      do {
        if (++entries > Limits.ENTRIES) throw new ParseException(400, "Too Many Via Entries");
        scanVia(in);
      } while (in.take(','));
      in.expectEnd();
    }
  }

  /** Moves behind one Via; returns with the range of its branch, if it has one. */
  static boolean scanVia(Cursor in) throws ParseException {
    Via.skipProtocol(in);
    in.lws().skipHost();
    Via.readPort(in);
    return parameter(in, "branch");
  }

  static String branch(SipMessage message) throws ParseException {
    int i = message.fields.find(HeaderName.VIA, 0);
    if (i < 0) return null;
    Cursor in = message.fields.cursor(i, HeaderName.VIA);
    return scanVia(in) ? in.last() : null;
  }

  static String tag(SipMessage message, HeaderName name) throws ParseException {
    int i = message.fields.find(name, 0);
    if (i < 0) return null;
    Cursor in = message.fields.cursor(i, name);
    new NameAddr.Span().scan(in);
    boolean found = parameter(in, "tag");
    in.expectEnd();
    return found ? in.last() : null;
  }

  /** Moves behind all parameters; returns with the range of this one's value, if it is there. */
  private static boolean parameter(Cursor in, String name) throws ParseException {
    int from = -1;
    int to = -1;
    int parameters = 0;
    while (in.take(';')) {
      if (++parameters > Limits.PARAMETERS) throw ParseException.tooManyParameters(in.name);
      in.skipToken();
      boolean found = Ascii.same(in.data, in.start, in.stop, name);
      if (found && from >= 0) throw in.bad();
      if (in.skipValue() && found) {
        from = in.start;
        to = in.stop;
      } else if (found) {
        throw in.bad();
      }
    }
    in.start = from;
    in.stop = to;
    return from >= 0;
  }

  static void checkCallId(SipMessage message) throws ParseException {
    Cursor in =
        message.fields.cursor(message.fields.find(HeaderName.CALL_ID, 0), HeaderName.CALL_ID);
    if (in.done()) throw in.bad();
    int at = 0;
    while (!in.done()) {
      int b = in.data[in.pos++];
      if (b == '@' ? at++ > 0 : !Ascii.callId(b)) throw in.bad();
    }
  }

  private static void checkRequest(SipRequest request) throws ParseException {
    CSeq cseq = request.cseq();
    if (!cseq.method().equals(request.method()))
      throw new ParseException(400, "CSeq Names Another Method");
    request.maxForwards();
    boolean contactMissing = request.method() == Method.INVITE && !request.has(HeaderName.CONTACT);
    if (contactMissing && isRfc3261(request.branch()))
      throw new ParseException(400, "Missing Contact");
  }

  static boolean isRfc3261(String branch) {
    return branch != null && branch.length() > 7 && branch.regionMatches(true, 0, Via.COOKIE, 0, 7);
  }
}
