package org.sipasync.cdi.route;

/** Kind of route, with its possible parameters. */
public enum RouteKind {
  HANDLER("handler", true, false),
  RESUME("resume route", true, true),
  CANCEL("cancel route", true, false),
  REPORT("report route", false, true);

  private final String text;
  public final boolean hasMessage;
  final boolean hasResult;

  RouteKind(String text, boolean hasMessage, boolean hasResult) {
    this.text = text;
    this.hasMessage = hasMessage;
    this.hasResult = hasResult;
  }

  /** Returns the injectable values, for error messages. */
  String takes() {
    StringBuilder takes = new StringBuilder(hasMessage ? "the message, " : "");
    takes.append(hasResult ? "@ReturnCode int, Result, " : "");
    takes.append(this == CANCEL ? "@CancelReason String, " : "");
    takes.append("@Avp(\"name\"), Avps");
    return takes.append(hasMessage ? ", SipApplicationSession, SipSession" : ", @Param").toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
