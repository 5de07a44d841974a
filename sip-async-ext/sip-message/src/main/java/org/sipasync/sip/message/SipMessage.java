package org.sipasync.sip.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Request or response: bytes, an index, and what was changed. Headers are parsed when they are
 * asked for, and refused then ({@link ParseException}). The bytes belong to the message from the
 * parser's call on: the caller must not change them. Not thread-safe.
 */
public abstract sealed class SipMessage permits SipRequest, SipResponse {
  /** Form in which header names are written. */
  public enum Form {
    /** Received ones as received, others long. */
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

  SipMessage(Fields fields) {
    this.fields = fields;
    this.body = fields.data;
  }

  void body(int start, int end) {
    bodyStart = start;
    bodyEnd = end;
  }

  void shareBody(SipMessage other) {
    callId = other.callId;
    body = other.body;
    body(other.bodyStart, other.bodyEnd);
  }

  /** Value of the first field of this name, unfolded; null if there is none. */
  public String header(HeaderName name) {
    int i = fields.find(name, 0);
    return i < 0 ? null : fields.value(i);
  }

  /** Values of all fields of this name, one per field; commas are not looked at. */
  public List<String> headers(HeaderName name) {
    List<String> values = new ArrayList<>(2);
    for (int i = fields.find(name, 0); i >= 0; i = fields.find(name, i + 1))
      values.add(fields.value(i));
    return values;
  }

  /** Names in their order, as often as they occur. */
  public List<HeaderName> names() {
    List<HeaderName> names = new ArrayList<>(fields.count());
    for (int i = 0; i < fields.count(); i++) names.add(fields.name(i));
    return names;
  }

  public boolean has(HeaderName name) {
    return fields.find(name, 0) >= 0;
  }

  /** First entry of a header; null if there is none. */
  public <T> T get(HeaderType<T> type) throws ParseException {
    for (int i = fields.find(type.name(), 0); i >= 0; i = fields.find(type.name(), i + 1)) {
      Cursor in = fields.cursor(i, type.name()).lws();
      if (!type.isList() || !in.done()) return type.read(in);
    }
    return null;
  }

  /** All entries of a header, of all its fields in their order; at most {@link Limits#ENTRIES}. */
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

  /** Replaces all fields of this name by one, in the place of the first. */
  public void set(HeaderName name, Object value) {
    int at = fields.find(name, 0);
    remove(name);
    fields.insert(at < 0 ? fields.count() : at, name, value.toString());
  }

  /** Adds a field behind the last one of this name, else at the end. */
  public void add(HeaderName name, Object value) {
    forget(name);
    int last = -1;
    for (int i = fields.find(name, 0); i >= 0; i = fields.find(name, i + 1)) last = i;
    fields.insert(last < 0 ? fields.count() : last + 1, name, value.toString());
  }

  /** Adds a field before the first one of this name, else as the first of all. */
  public void addFirst(HeaderName name, Object value) {
    forget(name);
    fields.insert(Math.max(0, fields.find(name, 0)), name, value.toString());
  }

  /** Removes all fields of this name. */
  public void remove(HeaderName name) {
    forget(name);
    for (int i = fields.find(name, 0); i >= 0; i = fields.find(name, i)) fields.delete(i);
  }

  private void forget(HeaderName name) {
    if (name.id() == HeaderName.CALL_ID.id()) callId = null;
  }

  /** Removes the first entry of a list (the top Via, the first Route); false if there is none. */
  public boolean removeFirst(HeaderType<?> type) throws ParseException {
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

  /** Branch of the top Via; null if there is none. */
  public String branch() throws ParseException {
    return Essentials.branch(this);
  }

  public NameAddr from() throws ParseException {
    return get(Headers.FROM);
  }

  public NameAddr to() throws ParseException {
    return get(Headers.TO);
  }

  /** Tag of From without parsing the rest; null if there is none. */
  public String fromTag() throws ParseException {
    return Essentials.tag(this, HeaderName.FROM);
  }

  /** Tag of To without parsing the rest; null if there is none. */
  public String toTag() throws ParseException {
    return Essentials.tag(this, HeaderName.TO);
  }

  public String callId() {
    if (callId == null) callId = header(HeaderName.CALL_ID);
    return callId;
  }

  public CSeq cseq() throws ParseException {
    return get(Headers.CSEQ);
  }

  /** Max-Forwards; -1 if there is none. */
  public int maxForwards() throws ParseException {
    Integer value = get(Headers.MAX_FORWARDS);
    return value == null ? -1 : value;
  }

  public int bodyLength() {
    return bodyEnd - bodyStart;
  }

  /** Copy of the body. */
  public byte[] body() {
    return java.util.Arrays.copyOfRange(body, bodyStart, bodyEnd);
  }

  /** Sets body and Content-Type; the array belongs to the message now. */
  public void body(byte[] content, String contentType) {
    body = content;
    body(0, content.length);
    if (contentType == null) remove(HeaderName.CONTENT_TYPE);
    else set(HeaderName.CONTENT_TYPE, contentType);
  }

  Form form() {
    return form;
  }

  /** Sets how header names are written; Content-Length is always long. */
  public void form(Form newForm) {
    form = newForm;
  }

  /** Number of bytes that {@link #toBytes} writes, if added texts are ASCII. Allocates nothing. */
  public int length() {
    return MessageWriter.estimate(this);
  }

  /** Writes the message; Content-Length is always right. */
  public byte[] toBytes() {
    return MessageWriter.write(this);
  }

  /** Start line without its line end. */
  public abstract String startLine();

  /** Bytes of the start line, as long as it is ASCII. */
  abstract int startLineLength();

  void writeStartLine(MessageWriter out) {
    out.text(startLine());
  }

  void writeBody(MessageWriter out) {
    out.bytes(body, bodyStart, bodyEnd);
  }

  /** Start line, for logs; it may hold text from outside. */
  @Override
  public String toString() {
    return startLine();
  }
}
