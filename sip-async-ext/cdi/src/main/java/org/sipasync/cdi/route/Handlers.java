package org.sipasync.cdi.route;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;

/** Annotated handlers of one SIP servlet without a base class (JSR 359, 4). */
public final class Handlers {
  private final List<Handler> handlers = new ArrayList<>();

  /** Methods of the requests that have a handler; null if one takes any. */
  private Set<String> methods = Set.of();

  /** A method and its messages. */
  private record Handler(HandlerMatcher selector, Route route) {}

  /** Collects the handlers that a class declares; adds errors to {@code mistakes}. */
  public static Handlers of(Class<?> type, Beans beans, List<String> mistakes) {
    Handlers found = new Handlers();
    for (Method method : Methods.of(type, HandlerMatcher::isHandler)) {
      try {
        HandlerMatcher selector = HandlerMatcher.of(method);
        Route route = Route.of(RouteKind.HANDLER, type, method, "", beans);
        found.checkReachable(selector, route);
        found.handlers.add(new Handler(selector, route));
      } catch (SipAsyncException mistake) {
        mistakes.add(mistake.getMessage());
      }
    }
    found.handlers.sort(
        Comparator.comparing(
            Handler::selector, HandlerMatcher.MOST_SPECIFIC_FIRST)); // a stable sort
    found.methods = found.methodsOfRequests();
    return found;
  }

  private Set<String> methodsOfRequests() {
    List<HandlerMatcher> matchers =
        handlers.stream().map(Handler::selector).filter(HandlerMatcher::isRequest).toList();
    return matchers.stream().anyMatch(matcher -> matcher.methods().isEmpty())
        ? null
        : matchers.stream()
            .flatMap(matcher -> matcher.methods().stream())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the methods of the requests that have a handler; empty if one takes any. */
  public Optional<Set<String>> methods() {
    return Optional.ofNullable(methods);
  }

  private void checkReachable(HandlerMatcher selector, Route route) {
    for (Handler other : handlers) {
      if (other.selector.collides(selector)) {
        throw Problem.SHADOWED_HANDLER.exception(route, other.route);
      }
    }
  }

  public boolean isEmpty() {
    return handlers.isEmpty();
  }

  /** Returns the handler of a message; null if there is none. */
  public Route find(SipServletMessage message) {
    for (Handler handler : handlers) {
      if (handler.selector.accepts(message)) {
        return handler.route;
      }
    }
    return null;
  }
}
