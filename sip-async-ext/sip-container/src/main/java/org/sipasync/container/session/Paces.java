package org.sipasync.container.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.sipasync.sip.message.Method;

/**
 * Paces by what runs: handlers by their name and what they handle, routes by their name, initial
 * requests, whose handler is found in their turn, by method. Thread-safe.
 */
public final class Paces {
  /** Kinds kept: names come from deployed applications, and this is a net below them. */
  private static final int MAX = 10_000;

  private final Map<Kind, Pace> byKind = new ConcurrentHashMap<>();
  private final LongSupplier clock;

  /**
   * Kind of work.
   *
   * @param application name, "" if it is not known yet
   * @param handler name of the servlet or route, "" if it is not known yet
   * @param what method, or what else is handled
   */
  private record Kind(String application, String handler, String what) {}

  /**
   * Creates paces; nothing is known yet.
   *
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  public Paces(LongSupplier clock) {
    this.clock = clock;
  }

  /** Pace of requests that belong to no session yet; unknown methods share one. */
  public Pace ofInitial(Method method) {
    return of("", "", name(method));
  }

  /** Pace of requests within a session. */
  public Pace ofRequest(DialogSession session, Method method) {
    return ofSession(session, name(method));
  }

  /** Pace of responses to a session's requests. */
  public Pace ofResponse(DialogSession session) {
    return ofSession(session, "response");
  }

  private Pace ofSession(DialogSession session, String what) {
    String application = session.getApplicationSession().application().name();
    return of(application, session.handler(), what);
  }

  /** Pace of a route of an application. */
  public Pace ofRoute(String application, String route) {
    return of(application, route, "route");
  }

  private static String name(Method method) {
    return method.known() ? method.toString() : "";
  }

  private Pace of(String application, String handler, String what) {
    Kind kind = new Kind(application, handler, what);
    Pace known = byKind.get(kind);
    if (known != null) {
      return known;
    }
    if (byKind.size() >= MAX) {
      return new Pace(clock);
    }
    return byKind.computeIfAbsent(kind, added -> new Pace(clock));
  }
}
