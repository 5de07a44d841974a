package org.sipasync.sip.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Request or response: bytes, an index, and changes. Headers are parsed on access, so a malformed
 * one is refused only then ({@link ParseException}). The message owns its bytes: the parser's
 * caller must no longer change them. Not thread-safe.
 */
public abstract sealed class SipMessage permits SipRequest, SipResponse {
  /** Form in which header names are written. */
  public enum Form {
    /** Received names as received, others long. */
    AS_WRITTEN,
    LONG,
    COMPACT
  }

  final Fields fields;
  private Form form = Form.AS_WRITTEN;
  private byte[] body;
  private int bodyStart;
  private int bodyEnd;
  private String callId;

  /** Null until it is known. */
  private Boolean hasToTag;

  SipMessage(Fields fields) {
    this.fields = fields;
    this.body = fields.data;
  }

  void body(int start, int end) {
    bodyStart = start;
    bodyEnd = end;
  }

  /** Shares the body, and what is known of headers that are equal. */
  void shareBody(SipMessage other) {
    callId = other.callId;
    hasToTag = other.hasToTag;
    body = other.body;
    body(other.bodyStart, other.bodyEnd);
  }

  /** Returns the value of the first field of a name, unfolded; null if there is none. */
  public String header(HeaderName name) {
    int i = fields.find(name, 0);
    return i < 0 ? null : fields.value(i);
  }

  /** Returns the values of all fields of a name, one per field, even if a field is a list. */
  public List<String> headers(HeaderName name) {
    List<String> values = new ArrayList<>(2);
    for (int i = fields.find(name, 0); i >= 0; i = fields.find(name, i + 1))
      values.add(fields.value(i));
    return values;
  }

  /** Returns the names in order, as often as they occur. */
  public List<HeaderName> names() {
    List<HeaderName> names = new ArrayList<>(fields.count());
    for (int i = 0; i < fields.count(); i++) names.add(fields.name(i));
    return names;
  }

  public boolean has(HeaderName name) {
    return fields.find(name, 0) >= 0;
  }

  /** Returns the first entry of a header; null if there is none. */
  public <T> T get(HeaderType<T> type) throws ParseException {
    for (int i = fields.find(type.name(), 0); i >= 0; i = fields.find(type.name(), i + 1)) {
      Cursor in = fields.cursor(i, type.name()).lws();
      if (!type.isList() || !in.done()) return type.read(in);
    }
    return null;
  }

  /** Returns the entries of all fields of a header, in order; at most {@link Limits#ENTRIES}. */
  public <T> List<T> list(HeaderType<T> type) throws ParseException {
    List<T> entries = new ArrayList<>(4);
    for (int i = fields.find(type.name(), 0); i >= 0; i = fields.find(type.name(), i + 1)) {
      Cursor in = fields.cursor(i, type.name()).lws();
      if (in.done() && type.isList()) continue;
      do {
        if (entries.size() == Limits.ENTRIES)
          throw new ParseException(400, "Too Many " + type.name() + " Entries");
        entries.add(type.read(in));
      } while (in.take(','));
      in.expectEnd();
    }
    return entries;
  }

  /** Replaces all fields of a name by one, at the place of the first. */
  public void set(HeaderName name, Object value) {
    int at = fields.find(name, 0);
    remove(name);
    fields.insert(at < 0 ? fields.count() : at, name, value.toString());
  }

  /** Adds a field after the last one of its name, else at the end. */
  public void add(HeaderName name, Object value) {
    forget(name);
    int last = -1;
    for (int i = fields.find(name, 0); i >= 0; i = fields.find(name, i + 1)) last = i;
    fields.insert(last < 0 ? fields.count() : last + 1, name, value.toString());
  }

  /** Adds a field before the first one of its name, else before all fields. */
  public void addFirst(HeaderName name, Object value) {
    forget(name);
    fields.insert(Math.max(0, fields.find(name, 0)), name, value.toString());
  }

  /** Removes all fields of a name. */
  public void remove(HeaderName name) {
    forget(name);
    for (int i = fields.find(name, 0); i >= 0; i = fields.find(name, i)) fields.delete(i);
  }

  private void forget(HeaderName name) {
    if (name.id() == HeaderName.CALL_ID.id()) callId = null;
    if (name.id() == HeaderName.TO.id()) hasToTag = null;
  }

  /** Removes the first entry of a list, such as the top Via; false if there is none. */
  public boolean removeFirst(HeaderType<?> type) throws ParseException {
    forget(type.name());
    int i = fields.find(type.name(), 0);
    if (i < 0) return false;
    Cursor in = fields.cursor(i, type.name());
    type.read(in);
    fields.deleteEntry(i, in.done() ? -1 : in.pos);
    return true;
  }

  /** Replaces the first entry of a list. */
  public <T> void replaceFirst(HeaderType<T> type, T value) throws ParseException {
    int at = fields.find(type.name(), 0);
    removeFirst(type);
    fields.insert(Math.max(at, 0), type.name(), value.toString());
  }

  public Via topVia() throws ParseException {
    return get(Headers.VIA);
  }

  /** Returns the branch of the top Via; null if there is none. */
  public String branch() throws ParseException {
    return Essentials.branch(this);
  }

  public NameAddr from() throws ParseException {
    return get(Headers.FROM);
  }

  public NameAddr to() throws ParseException {
    return get(Headers.TO);
  }

  /** Returns the tag of From, without parsing the rest; null if there is none. */
  public String fromTag() throws ParseException {
    return Essentials.tag(this, HeaderName.FROM);
  }

  /** Returns the tag of To, without parsing the rest; null if there is none. */
  public String toTag() throws ParseException {
    return Boolean.FALSE.equals(hasToTag) ? null : Essentials.tag(this, HeaderName.TO);
  }

  /** Returns true if To has a tag, so that the message is part of a dialog (12.2). */
  public boolean hasToTag() {
    if (hasToTag == null) hasToTag = Essentials.hasTag(this, HeaderName.TO);
    return hasToTag;
  }

  void hasToTag(Boolean isKnown) {
    hasToTag = isKnown;
  }

  public String callId() {
    if (callId == null) callId = header(HeaderName.CALL_ID);
    return callId;
  }

  public CSeq cseq() throws ParseException {
    return get(Headers.CSEQ);
  }

  /** Returns Max-Forwards; -1 if there is none. */
  public int maxForwards() throws ParseException {
    Integer value = get(Headers.MAX_FORWARDS);
    return value == null ? -1 : value;
  }

  public int bodyLength() {
    return bodyEnd - bodyStart;
  }

  /** Returns a copy of the body. */
  public byte[] body() {
    return java.util.Arrays.copyOfRange(body, bodyStart, bodyEnd);
  }

  /** Sets body and Content-Type; the message owns the array from now on. */
  public void body(byte[] content, String contentType) {
    body = content;
    body(0, content.length);
    if (contentType == null) remove(HeaderName.CONTENT_TYPE);
    else set(HeaderName.CONTENT_TYPE, contentType);
  }

  Form form() {
    return form;
  }

  /** Sets the form of header names; Content-Length is always long. */
  public void form(Form newForm) {
    form = newForm;
  }

  /**
   * Returns the number of bytes that {@link #toBytes} writes, exact if added texts are ASCII.
   * Allocates nothing.
   */
  public int length() {
    return MessageWriter.estimate(this);
  }

  /** Encodes the message, with the right Content-Length. */
  public byte[] toBytes() {
    return MessageWriter.write(this);
  }

  /** Returns the start line without its line end. */
  public abstract String startLine();

  /** Returns the length of the start line in bytes, exact if it is ASCII. */
  abstract int startLineLength();

  void writeStartLine(MessageWriter out) {
    out.text(startLine());
  }

  void writeBody(MessageWriter out) {
    out.bytes(body, bodyStart, bodyEnd);
  }

  /** Returns the start line, for logs; it may contain untrusted text. */
  @Override
  public String toString() {
    return startLine();
  }
}
