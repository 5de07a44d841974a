package org.sipasync.sip.message;

/** Retry-After: seconds and parameters; the comment is skipped. */
public record RetryAfter(long seconds, Parameters parameters) {
  static RetryAfter read(Cursor in) throws ParseException {
    long seconds = in.number(0xffff_ffffL);
    if (in.lws().peek() == '(') skipComment(in);
    return new RetryAfter(seconds, Parameters.read(in));
  }

  /** Skips a comment by counting parentheses; deep nesting needs no stack. */
  private static void skipComment(Cursor in) throws ParseException {
    int depth = 0;
    do {
      if (in.done()) throw in.bad();
      byte b = in.data[in.pos++];
      if (b == '\\') in.pos++;
      else if (b == '(') depth++;
      else if (b == ')') depth--;
    } while (depth > 0);
  }

  @Override
  public String toString() {
    return seconds + parameters.toString();
  }
}
