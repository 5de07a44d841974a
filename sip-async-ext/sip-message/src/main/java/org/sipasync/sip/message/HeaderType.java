package org.sipasync.sip.message;

/**
 * Header with a syntax: its name, whether it is a comma-separated list, and the reader of one
 * entry. {@link Headers} has the constants.
 */
public final class HeaderType<T> {
  interface Reader<T> {
    T read(Cursor in) throws ParseException;
  }

  private final HeaderName name;
  private final boolean list;
  private final Reader<T> reader;

  private HeaderType(HeaderName name, boolean list, Reader<T> reader) {
    this.name = name;
    this.list = list;
    this.reader = reader;
  }

  static <T> HeaderType<T> one(HeaderName name, Reader<T> reader) {
    return new HeaderType<>(name, false, reader);
  }

  static <T> HeaderType<T> list(HeaderName name, Reader<T> reader) {
    return new HeaderType<>(name, true, reader);
  }

  public HeaderName name() {
    return name;
  }

  boolean isList() {
    return list;
  }

  /** Reads one entry; the cursor stops at the comma after it or at the end. */
  T read(Cursor in) throws ParseException {
    T value = reader.read(in.lws());
    if (!in.lws().done() && !(list && in.peek() == ',')) throw in.bad();
    return value;
  }
}
