package org.sipasync.sip.message;

/** Warning (RFC 3261 20.43): a three-digit code, an agent, and an unquoted text. */
public record Warning(int code, String agent, String text) {
  static Warning read(Cursor in) throws ParseException {
    long code = in.number(999);
    if (code < 100 || !Ascii.lws(in.peek())) throw in.bad();
    in.lws().skipHost();
    if (in.peek() == ':') {
      int host = in.start;
      in.pos++;
      in.number(65_535);
      in.start = host;
      in.stop = in.pos;
    }
    String agent = in.last();
    if (!Ascii.lws(in.peek())) throw in.bad();
    return new Warning((int) code, agent, in.lws().quoted());
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder().append(code).append(' ').append(agent).append(' ');
    Parameters.quote(out, text);
    return out.toString();
  }
}
