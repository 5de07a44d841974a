package org.sipasync.sip.message;

/**
 * Address with an optional display name and parameters: From, To, Contact, Route, Record-Route,
 * Path, Refer-To, P-Asserted-Identity, History-Info, … Immutable.
 *
 * @param displayName unquoted; null if there is none
 * @param uri null for the Contact "*" only
 * @param parameters of the header, not of the URI
 */
public record NameAddr(String displayName, Uri uri, Parameters parameters) {
  public NameAddr(Uri uri) {
    this(null, uri, Parameters.NONE);
  }

  public static NameAddr parse(String text) throws ParseException {
    Cursor in = Cursor.of(text, "Address");
    NameAddr address = read(in);
    in.expectEnd();
    return address;
  }

  static NameAddr read(Cursor in) throws ParseException {
    Span span = new Span();
    span.scan(in);
    Parameters parameters = Parameters.read(in);
    return new NameAddr(span.displayName(in), span.uri(in), parameters);
  }

  /** Returns the tag of a From or To; null if there is none. */
  public String tag() {
    return parameters.get("tag");
  }

  /** Returns true for the Contact "*". */
  public boolean star() {
    return uri == null;
  }

  public NameAddr with(String name, String value) {
    return new NameAddr(displayName, uri, parameters.with(name, value));
  }

  @Override
  public String toString() {
    if (star()) return "*";
    StringBuilder out = new StringBuilder(80);
    if (displayName != null) {
      Parameters.quote(out, displayName);
      out.append(' ');
    }
    return out.append('<').append(uri).append('>').append(parameters).toString();
  }

  /** Ranges of display name and URI, found without further allocation. */
  static final class Span {
    private int nameStart;
    private int nameEnd;
    private int uriStart;
    private int uriEnd;

    /** Checks the URI and advances past it. */
    void scan(Cursor in) throws ParseException {
      if (in.lws().done()) throw in.bad();
      nameStart = in.pos;
      if (in.peek() == '"') in.skipQuoted();
      else
        while (!in.done() && (Ascii.token(in.peek()) || Ascii.lws(in.peek()) || in.peek() < -1))
          in.pos++;
      nameEnd = in.pos;
      if (in.lws().peek() == '<') angle(in);
      else plain(in);
      if (!star(in)) checkUri(in);
    }

    private void checkUri(Cursor in) throws ParseException {
      int pos = in.pos;
      int end = in.end;
      UriSyntax.check(in.aim(in.data, uriStart, uriEnd, in.name));
      in.aim(in.data, pos, end, in.name);
    }

    private void angle(Cursor in) throws ParseException {
      uriStart = ++in.pos;
      while (!in.done() && in.peek() != '>') in.pos++;
      uriEnd = in.pos;
      if (in.done()) throw in.bad();
      in.pos++;
    }

    /** Reads an addr-spec, which ends at the first semicolon, comma or question mark (20.10). */
    private void plain(Cursor in) throws ParseException {
      if (in.data[nameStart] == '"') throw in.bad();
      in.pos = nameStart;
      uriStart = nameStart;
      while (!in.done() && !Ascii.lws(in.peek()) && ",;?<>".indexOf(in.peek()) < 0) in.pos++;
      uriEnd = in.pos;
      nameEnd = nameStart;
      if (uriStart == uriEnd || in.peek() == '?') throw in.bad();
    }

    private boolean star(Cursor in) {
      return uriEnd - uriStart == 1 && in.data[uriStart] == '*' && in.name.equals("Contact");
    }

    /** True if the URI is one that is read without further checks. */
    boolean isPlain(Cursor in) {
      return UriSyntax.isPlain(in.data, uriStart, uriEnd);
    }

    String displayName(Cursor in) {
      if (nameStart == nameEnd) return null;
      String text = Ascii.text(in.data, nameStart, nameEnd).strip();
      return text.startsWith("\"") ? Cursor.unquote(text.substring(1, text.length() - 1)) : text;
    }

    String uriText(Cursor in) {
      return Ascii.text(in.data, uriStart, uriEnd);
    }

    Uri uri(Cursor in) throws ParseException {
      return star(in) ? null : Uri.parse(uriText(in), in.name);
    }
  }
}
