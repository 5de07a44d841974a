package org.sipasync.sip.message;

/** Challenge or credentials: a scheme and its comma-separated parameters, values unquoted. */
public record Authentication(String scheme, Parameters parameters) {
  static Authentication read(Cursor in) throws ParseException {
    String scheme = in.token();
    if (!Ascii.lws(in.peek())) throw in.bad();
    in.lws();
    java.util.List<Parameters.Parameter> list = new java.util.ArrayList<>(8);
    do {
      if (list.size() == Limits.PARAMETERS) throw ParseException.tooManyParameters(in.name);
      list.add(Parameters.one(in));
    } while (in.take(','));
    return new Authentication(scheme, new Parameters(list));
  }

  /** Value of a parameter; null if absent. */
  public String get(String name) {
    return parameters.get(name);
  }
}
