package org.sipasync.sip.message;

/**
 * A value with parameters: Event, Subscription-State, Reason, Session-Expires, Min-SE, Replaces,
 * Join, Accept, Content-Type.
 */
public record Valued(String value, Parameters parameters) {
  static Valued token(Cursor in) throws ParseException {
    return new Valued(in.token(), Parameters.read(in));
  }

  static Valued number(Cursor in) throws ParseException {
    return new Valued(String.valueOf(in.number(Integer.MAX_VALUE)), Parameters.read(in));
  }

  /** Call-ID of a dialog; to-tag and from-tag are mandatory (RFC 3891 6.1, RFC 3911 7.1). */
  static Valued dialog(Cursor in) throws ParseException {
    int from = in.pos;
    while (!in.done() && Ascii.callId(in.peek())) in.pos++;
    String callId = Ascii.text(in.data, from, in.pos);
    Valued dialog = new Valued(callId, Parameters.read(in));
    if (callId.isEmpty() || !dialog.parameters.has("to-tag") || !dialog.parameters.has("from-tag"))
      throw in.bad();
    return dialog;
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

  /** Whatever stands before the first semicolon or comma outside quotes and angle brackets. */
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
   * The value as a number of seconds.
   *
   * @throws NumberFormatException if the header's value is no number
   */
  public int seconds() {
    return Integer.parseInt(value);
  }

  @Override
  public String toString() {
    return value + parameters;
  }
}
