package org.sipasync.sip.message;

/** Sequence number (below 2^31) and method. */
public record CSeq(long number, Method method) {
  static final long MAX = Integer.MAX_VALUE;

  static CSeq read(Cursor in) throws ParseException {
    long number = scan(in);
    return new CSeq(number, Method.of(in.data, in.start, in.stop));
  }

  /** Advances past the value; returns the number, and leaves the method as the cursor's range. */
  static long scan(Cursor in) throws ParseException {
    long number = in.lws().number(MAX);
    if (!Ascii.lws(in.peek())) throw in.bad();
    in.lws().skipToken();
    in.expectEnd();
    return number;
  }

  public static CSeq parse(String text) throws ParseException {
    return read(Cursor.of(text, "CSeq"));
  }

  @Override
  public String toString() {
    return number + " " + method;
  }
}
