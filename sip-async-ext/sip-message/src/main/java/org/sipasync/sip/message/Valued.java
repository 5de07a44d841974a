package org.sipasync.sip.message;

/**
 * A value with parameters: Event, Subscription-State, Reason, Session-Expires, Min-SE, Replaces,
 * Join, Target-Dialog, Accept-Contact, Security-Client, Accept, Content-Type, … {@link Headers}
 * lists them. The value is kept as written.
 */
public record Valued(String value, Parameters parameters) {
  static Valued token(Cursor in) throws ParseException {
    return new Valued(in.token(), Parameters.read(in));
  }

  static Valued number(Cursor in) throws ParseException {
    return new Valued(String.valueOf(in.number(Integer.MAX_VALUE)), Parameters.read(in));
  }

  /** Reads a token or a quoted string, which stays quoted. */
  static Valued word(Cursor in) throws ParseException {
    int from = in.pos;
    if (in.peek() == '"') in.skipQuoted();
    else in.skipToken();
    return new Valued(Ascii.text(in.data, from, in.pos), Parameters.read(in));
  }

  /** Reads the Call-ID and two tags of a dialog (RFC 3891 6.1, RFC 3911 7.1). */
  static Valued dialog(Cursor in) throws ParseException {
    return dialog(in, "to-tag", "from-tag");
  }

  /** Reads a Target-Dialog (RFC 4538 7). */
  static Valued targetDialog(Cursor in) throws ParseException {
    return dialog(in, "local-tag", "remote-tag");
  }

  private static Valued dialog(Cursor in, String tag, String other) throws ParseException {
    Valued dialog = new Valued(callId(in), Parameters.read(in));
    if (!dialog.parameters.has(tag) || !dialog.parameters.has(other)) throw in.bad();
    return dialog;
  }

  static String callId(Cursor in) throws ParseException {
    int from = in.pos;
    while (!in.done() && Ascii.callId(in.peek())) in.pos++;
    if (in.pos == from) throw in.bad();
    return Ascii.text(in.data, from, in.pos);
  }

  /**
   * Parses one value of any kind with its parameters.
   *
   * @throws ParseException 400 if it is malformed
   */
  public static Valued parse(String text) throws ParseException {
    Cursor in = Cursor.of(text, "Value");
    Valued value = any(in);
    in.expectEnd();
    return value;
  }

  /** Reads up to the first semicolon or comma outside quotes and angle brackets. */
  static Valued any(Cursor in) throws ParseException {
    int from = in.lws().pos;
    boolean angle = false;
    while (!in.done() && (angle || in.peek() != ';' && in.peek() != ',')) {
      if (in.peek() == '"') {
        in.skipQuoted();
        continue;
      }
      angle = in.peek() == '<' || angle && in.peek() != '>';
      in.pos++;
    }
    String value = Ascii.text(in.data, from, in.pos).strip();
    if (angle || value.isEmpty()) throw in.bad();
    return new Valued(value, Parameters.read(in));
  }

  static Valued media(Cursor in) throws ParseException {
    String type = in.token();
    in.expect('/');
    return new Valued(type + "/" + in.token(), Parameters.read(in));
  }

  /**
   * Returns the value as a number of seconds.
   *
   * @throws NumberFormatException if the value is not a number
   */
  public int seconds() {
    return Integer.parseInt(value);
  }

  @Override
  public String toString() {
    return value + parameters;
  }
}
