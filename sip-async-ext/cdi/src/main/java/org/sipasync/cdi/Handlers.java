package org.sipasync.cdi;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;

/** The annotated handlers of one SIP servlet without a base class (JSR 359, 4). */
final class Handlers {
  private final List<Handler> handlers = new ArrayList<>();

  /** A method and the messages that it is for. */
  private record Handler(Selector selector, Route route) {}

  /** Collects the handlers that a class declares; what is wrong goes into {@code mistakes}. */
  static Handlers of(Class<?> type, Beans beans, List<String> mistakes) {
    Handlers found = new Handlers();
    for (Method method : Methods.of(type, Selector::isHandler)) {
      try {
        Selector selector = Selector.of(method);
        Route route = Route.of(Kind.HANDLER, type, method, "", beans);
        found.checkReachable(selector, route);
        found.handlers.add(new Handler(selector, route));
      } catch (SipAsyncException mistake) {
        mistakes.add(mistake.getMessage());
      }
    }
    found.handlers.sort(
        Comparator.comparing(Handler::selector, Selector.MOST_SPECIFIC_FIRST)); // a stable sort
    return found;
  }

  private void checkReachable(Selector selector, Route route) {
    for (Handler other : handlers) {
      if (other.selector.collides(selector)) {
        throw Problem.SHADOWED_HANDLER.exception(route, other.route);
      }
    }
  }

  boolean isEmpty() {
    return handlers.isEmpty();
  }

  /** The handler that a message is for; null if there is none. */
  Route find(SipServletMessage message) {
    for (Handler handler : handlers) {
      if (handler.selector.accepts(message)) {
        return handler.route;
      }
    }
    return null;
  }
}
