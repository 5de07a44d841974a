package org.sipasync.sip.message;

/** Request. Not thread-safe. */
public final class SipRequest extends SipMessage {
  private static final int DEFAULT_MAX_FORWARDS = 70;

  private final Method method;
  private final int uriStart;
  private final int uriEnd;
  private String uriText;

  /** Null unless it has been read. */
  private Uri uri;

  /** Source of responses; null while that is this request. */
  private SipRequest answered;

  SipRequest(Fields fields, Method method, int uriStart, int uriEnd) {
    super(fields);
    this.method = method;
    this.uriStart = uriStart;
    this.uriEnd = uriEnd;
  }

  /** Creates a request without headers. */
  public SipRequest(Method method, Uri uri) {
    this(Fields.empty(), method, 0, 0);
    this.uriText = uri.toString();
  }

  public Method method() {
    return method;
  }

  /** Returns the Request-URI as written. */
  public String uriText() {
    if (uriText == null) uriText = Ascii.text(fields.data, uriStart, uriEnd);
    return uriText;
  }

  public Uri uri() throws ParseException {
    if (uri == null) uri = Uri.parse(uriText(), "Request-URI");
    return uri;
  }

  public void uri(Uri newUri) {
    uriText = newUri.toString();
    uri = null;
  }

  /** Frees what {@link #uri} has read, which is read again when it is asked for. */
  public void freeUri() {
    uri = null;
  }

  /** Returns the URI of To as written; null if it has none that can be read. */
  public String toUriText() {
    return Essentials.uriText(this, HeaderName.TO);
  }

  /** Refuses a received request if its URI, From or To cannot be read. */
  public void checkUris() throws ParseException {
    if (uriText != null || !UriSyntax.isPlain(fields.data, uriStart, uriEnd)) uri();
    Essentials reader = new Essentials(this);
    reader.checkReadable(Headers.FROM);
    reader.checkReadable(Headers.TO);
  }

  /**
   * Returns Max-Forwards of a copy that is sent on: one less, or 70 if there is none (RFC 3261 16.6
   * item 3).
   */
  public int nextMaxForwards() throws ParseException {
    int hops = maxForwards();
    return hops < 0 ? DEFAULT_MAX_FORWARDS : Math.max(0, hops - 1);
  }

  /**
   * Records the request's source in the top Via: sets received, and rport if the peer asked for it
   * (RFC 3261 18.2.1, RFC 3581 4). Replaces values set by the peer.
   *
   * @param address without brackets
   * @param keep seconds that a keep without a value gets (RFC 6223), at most 99,999; 0 for none
   */
  public void receivedFrom(String address, int port, int keep) throws ParseException {
    int i = fields.find(HeaderName.VIA, 0);
    if (i < 0) return;
    Cursor in = fields.cursor(i, HeaderName.VIA);
    int length = Via.receivedLength(in, address);
    if (fields.added(i) == null && fields.spare() + length <= fields.data.length) {
      int end = Via.received(in, address, port, keep, fields.data, fields.spare());
      fields.spareValue(i, end);
      return;
    }
    byte[] via = new byte[length];
    int end = Via.received(in, address, port, keep, via, 0);
    fields.delete(i);
    fields.insert(i, HeaderName.VIA, Ascii.text(via, 0, end));
  }

  /** Returns the top Via as transports need it; null if there is none. */
  public ViaSummary viaSummary() throws ParseException {
    int i = fields.find(HeaderName.VIA, 0);
    return i < 0 ? null : new ViaSummary(fields.cursor(i, HeaderName.VIA));
  }

  /**
   * Writes the parts that identify a transaction by its branch (RFC 3261 17.2.3): method, sent-by
   * and branch of the top Via.
   *
   * @param method the request's own; INVITE for an ACK; the cancelled request's for a CANCEL
   * @param out with room for {@link Limits#HEADER_LINE} bytes twice
   * @return number of bytes; -1 if the branch lacks the magic cookie
   */
  public int branchId(Method method, byte[] out) throws ParseException {
    int i = fields.find(HeaderName.VIA, 0);
    if (i < 0) return -1;
    Cursor in = fields.cursor(i, HeaderName.VIA);
    Via.skipProtocol(in);
    in.lws().skipHost();
    int to = writeText(method.toString(), out, 0);
    out[to++] = '\n';
    for (int at = in.start; at < in.stop; at++) out[to++] = (byte) Ascii.lower(in.data[at]);
    int port = Via.readPort(in);
    out[to++] = (byte) (port >> 8);
    out[to++] = (byte) port;
    out[to++] = (byte) (port < 0 ? 0 : 1);
    if (!Essentials.parameter(in, "branch") || !hasCookie(in)) return -1;
    System.arraycopy(in.data, in.start, out, to, in.stop - in.start);
    return to + in.stop - in.start;
  }

  private static boolean hasCookie(Cursor in) {
    int end = in.start + Via.COOKIE.length();
    return end <= in.stop && Ascii.same(in.data, in.start, end, Via.COOKIE);
  }

  private static int writeText(String text, byte[] out, int at) {
    int to = at;
    for (int i = 0; i < text.length(); i++) out[to++] = (byte) text.charAt(i);
    return to;
  }

  /**
   * Writes the parts that merged requests share (RFC 3261 8.2.2.2): From tag, Call-ID and CSeq.
   *
   * @param out with room for {@link Limits#HEADER_LINE} bytes three times
   * @return number of bytes
   */
  public int originId(byte[] out) throws ParseException {
    Essentials reader = new Essentials(this);
    int to = reader.checkAddress(HeaderName.FROM) ? reader.writeRange(out, 0) : 0;
    out[to++] = '\n';
    reader.checkCallId();
    to = reader.writeAll(out, to);
    long number = reader.checkCseq();
    for (int shift = 24; shift >= 0; shift -= 8) out[to++] = (byte) (number >> shift);
    return reader.writeRange(out, to);
  }

  /** Returns a copy whose headers, URI and body change independently; the bytes are shared. */
  public SipRequest copy() {
    SipRequest copy = new SipRequest(fields.copy(), method, uriStart, uriEnd);
    copy.uriText = uriText;
    copy.uri = uri;
    copy.shareBody(this);
    return copy;
  }

  /**
   * Keeps the header fields as they are now for responses, however the request is changed later: a
   * response has the From and To that came (8.2.6.2). The first call counts.
   */
  public void keepForResponses() {
    if (answered == null) answered = copy();
  }

  /** Builds a response (8.2.6) with the RFC's reason phrase. */
  public SipResponse response(int status) {
    return response(status, ReasonPhrases.of(status));
  }

  /**
   * Builds a response (8.2.6) whose Via, From, To, Call-ID, CSeq and Record-Route are ranges of
   * this request's bytes. The caller adds the To tag ({@link SipResponse#toTag(String)}).
   */
  public SipResponse response(int status, String reason) {
    if (answered != null) return answered.response(status, reason);
    Fields copy = new Fields(fields.data, 10);
    for (int i = 0; i < fields.count(); i++) if (inResponse(i, status)) copy.copyField(fields, i);
    SipResponse response = new SipResponse(copy, status, reason);
    response.hasToTag(hasToTag());
    return response;
  }

  /** Encodes a response (8.2.6) without a body and with the RFC's reason phrase. */
  public byte[] answer(int status, String toTag) {
    return answer(status, ReasonPhrases.of(status), toTag, HeaderLines.NONE);
  }

  /**
   * Encodes a response (8.2.6) without a body straight from this request's bytes. The bytes are
   * those of {@link #response(int, String)}, without its objects.
   *
   * @param toTag added to To unless it has one; null adds none
   * @param more header lines after the copied ones
   */
  public byte[] answer(int status, String reason, String toTag, HeaderLines more) {
    return MessageWriter.answer(answered == null ? this : answered, status, reason, toTag, more);
  }

  /** Returns true if a response copies this field from its request (8.2.6, 12.1.1, 8.2.6.1). */
  boolean inResponse(int i, int status) {
    int id = fields.id(i);
    if (id == HeaderName.RECORD_ROUTE.id()) return status > 100 && status < 300;
    if (id == HeaderName.TIMESTAMP.id()) return status == 100;
    return id != 0 && id <= HeaderName.CSEQ.id();
  }

  @Override
  public String startLine() {
    return method + " " + uriText() + " SIP/2.0";
  }

  @Override
  int startLineLength() {
    int uri = uriText != null ? uriText.length() : uriEnd - uriStart;
    return method.toString().length() + uri + 9;
  }

  @Override
  void writeStartLine(MessageWriter out) {
    if (uriText != null) super.writeStartLine(out);
    else {
      out.text(method.toString());
      out.text(" ");
      out.bytes(fields.data, uriStart, uriEnd);
      out.text(" SIP/2.0");
    }
  }
}
