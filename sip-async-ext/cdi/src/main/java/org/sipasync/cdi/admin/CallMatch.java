package org.sipasync.cdi.admin;

import java.util.Locale;
import org.sipasync.admin.CallQuery;
import org.sipasync.admin.CallSummary;
import org.sipasync.admin.CapturedMessage;

/** One call in a search: its first and last message, and the criteria met so far. */
final class CallMatch {
  private final CallQuery query;
  private final CapturedMessage first;
  private final String method;
  private CapturedMessage last;
  private int messages;
  private int status;
  private boolean hasUser;
  private boolean hasMethod;
  private boolean hasStatus;

  CallMatch(CapturedMessage first, CallQuery query) {
    this.first = first;
    this.query = query;
    this.method = first.method();
    this.hasUser = query.user() == null;
    this.hasMethod = query.method() == null;
    this.hasStatus = query.status() == null;
  }

  void add(CapturedMessage message) {
    last = message;
    messages++;
    int its = message.status();
    if (its > 0 && message.method().equals(method)) {
      status = its;
    }
    hasUser = hasUser || isOfUser(message);
    hasMethod = hasMethod || its == 0 && message.method().equalsIgnoreCase(query.method());
    hasStatus = hasStatus || its > 0 && isStatus(its);
  }

  private boolean isOfUser(CapturedMessage message) {
    return contains(message.from(), query.user())
        || contains(message.to(), query.user())
        || message.status() == 0 && contains(message.startLine(), query.user());
  }

  private boolean isStatus(int its) {
    String wanted = query.status();
    String actual = Integer.toString(its);
    boolean isClass = wanted.toLowerCase(Locale.ROOT).endsWith("xx");
    return isClass ? wanted.charAt(0) == actual.charAt(0) : wanted.equals(actual);
  }

  private static boolean contains(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  boolean isFound() {
    return hasUser
        && hasMethod
        && hasStatus
        && (query.callId() == null || contains(first.callId(), query.callId()));
  }

  CallSummary summary() {
    return new CallSummary(
        first.callId(), first.at(), last.at(), messages, method, first.from(), first.to(), status);
  }
}
