package org.sipasync.sip.message;

/**
 * Checks the headers that transactions need: Via, From, To, Call-ID, CSeq. Allocates next to
 * nothing.
 */
final class Essentials {
  private static final HeaderName[] MANDATORY = {
    HeaderName.VIA, HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ
  };

  private final SipMessage message;
  private final Fields fields;
  private final Cursor in;
  private final NameAddr.Span span = new NameAddr.Span();
  private int start;

  Essentials(SipMessage message) {
    this(message, new Cursor(null, 0, 0, ""));
  }

  Essentials(SipMessage message, Cursor in) {
    this.message = message;
    this.in = in;
    this.fields = message.fields;
  }

  void check() throws ParseException {
    for (HeaderName name : MANDATORY)
      if (!message.has(name)) throw new ParseException(400, "Missing " + name);
    checkVias();
    checkAddress(HeaderName.FROM);
    message.hasToTag(checkAddress(HeaderName.TO));
    checkCallId();
    checkCseq();
    if (message instanceof SipRequest request) checkRequest(request);
  }

  private Cursor first(HeaderName name) {
    fields.aim(in, fields.find(name, 0), name);
    start = in.pos;
    return in;
  }

  private void checkVias() throws ParseException {
    int entries = 0;
    for (int i = fields.find(HeaderName.VIA, 0); i >= 0; i = fields.find(HeaderName.VIA, i + 1)) {
      fields.aim(in, i, HeaderName.VIA);
      do {
        if (++entries > Limits.ENTRIES) throw new ParseException(400, "Too Many Via Entries");
        scanVia(in);
      } while (in.take(','));
      in.expectEnd();
    }
  }

  /** Advances past one Via; returns true if it has a branch, which becomes the range. */
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

  /** Checks From or To; returns true if it has a tag, which becomes the range. */
  boolean checkAddress(HeaderName name) throws ParseException {
    span.scan(first(name));
    boolean tag = parameter(in, "tag");
    in.expectEnd();
    return tag;
  }

  /** Returns the URI of From or To as written; null if it is malformed. */
  static String uriText(SipMessage message, HeaderName name) {
    try {
      Essentials reader = new Essentials(message);
      reader.span.scan(reader.first(name));
      return reader.span.uriText(reader.in);
    } catch (ParseException e) {
      return null;
    }
  }

  /** Refuses a From or To that cannot be read; mostly without reading it. */
  void checkReadable(HeaderType<NameAddr> type) throws ParseException {
    span.scan(first(type.name()));
    if (!span.isPlain(in)) message.get(type);
  }

  /** Returns true if From or To has a tag, or is malformed, so that no tag can be added. */
  static boolean hasTag(SipMessage message, HeaderName name) {
    try {
      return !message.has(name) || new Essentials(message).checkAddress(name);
    } catch (ParseException e) {
      return true;
    }
  }

  static String tag(SipMessage message, HeaderName name) throws ParseException {
    if (!message.has(name)) return null;
    Essentials reader = new Essentials(message);
    return reader.checkAddress(name) ? reader.in.last() : null;
  }

  /**
   * Advances past all parameters; returns true if this one is present, and its value becomes the
   * range.
   */
  static boolean parameter(Cursor in, String name) throws ParseException {
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

  void checkCallId() throws ParseException {
    if (first(HeaderName.CALL_ID).done()) throw in.bad();
    int at = 0;
    while (!in.done()) {
      int b = in.data[in.pos++];
      if (b == '@' ? at++ > 0 : !Ascii.callId(b)) throw in.bad();
    }
  }

  /** Checks CSeq; returns the number, and leaves the method as the range. */
  long checkCseq() throws ParseException {
    return CSeq.scan(first(HeaderName.CSEQ));
  }

  /** Copies the range found last; returns the position after the copy. */
  int writeRange(byte[] out, int at) {
    return write(in.start, in.stop, out, at);
  }

  /** Copies the value checked last; returns the position after the copy. */
  int writeAll(byte[] out, int at) {
    return write(start, in.end, out, at);
  }

  private int write(int from, int to, byte[] out, int at) {
    System.arraycopy(in.data, from, out, at, to - from);
    return at + to - from;
  }

  private void checkRequest(SipRequest request) throws ParseException {
    Method method = request.method();
    if (!method.isAt(in.data, in.start, in.stop))
      throw new ParseException(method.known() ? 400 : 501, "CSeq Names Another Method");
    if (message.has(HeaderName.MAX_FORWARDS)) {
      first(HeaderName.MAX_FORWARDS).number(255);
      in.expectEnd();
    }
    if (method == Method.INVITE && !message.has(HeaderName.CONTACT) && isRfc3261(request.branch()))
      throw new ParseException(400, "Missing Contact");
  }

  static boolean isRfc3261(String branch) {
    return Via.isUnique(branch) && branch.length() > Via.COOKIE.length();
  }
}
