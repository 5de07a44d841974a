package org.sipasync.cdi.route;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.sipasync.CancelRoute;
import org.sipasync.Problem;
import org.sipasync.ReportRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.SipAsyncException;
import org.sipasync.support.Suggestion;

/** Routes and functions of one application, by name. */
public final class Routes {
  private final Map<String, Route> resumeRoutes = new TreeMap<>();
  private final Map<String, Route> cancelRoutes = new TreeMap<>();
  private final Map<String, Route> reportRoutes = new TreeMap<>();
  private final Map<String, BlockingMethod> functions = new TreeMap<>();

  /** Collects the declarations of the classes; adds errors to {@code mistakes}. */
  public static Routes of(Collection<Class<?>> classes, Beans beans, List<String> mistakes) {
    Routes routes = new Routes();
    for (Class<?> owner : classes) {
      routes.collect(
          owner,
          ResumeRoute.class,
          routes.resumeRoutes,
          m -> route(RouteKind.RESUME, owner, m, m.getAnnotation(ResumeRoute.class).value(), beans),
          mistakes);
      routes.collect(
          owner,
          CancelRoute.class,
          routes.cancelRoutes,
          m -> route(RouteKind.CANCEL, owner, m, m.getAnnotation(CancelRoute.class).value(), beans),
          mistakes);
      routes.collect(
          owner,
          ReportRoute.class,
          routes.reportRoutes,
          m -> route(RouteKind.REPORT, owner, m, m.getAnnotation(ReportRoute.class).value(), beans),
          mistakes);
      routes.collect(
          owner,
          org.sipasync.BlockingFunction.class,
          routes.functions,
          m -> BlockingMethod.of(owner, m),
          mistakes);
    }
    routes.cancelRoutes.forEach((name, route) -> routes.checkPartner(name, route, mistakes));
    return routes;
  }

  private static Route route(
      RouteKind kind, Class<?> owner, Method method, String declared, Beans beans) {
    return Route.of(kind, owner, method, declared, beans);
  }

  private <T> void collect(
      Class<?> owner,
      Class<? extends Annotation> annotation,
      Map<String, T> collected,
      Function<Method, T> maker,
      List<String> mistakes) {
    for (Method method : Methods.of(owner, m -> m.isAnnotationPresent(annotation))) {
      try {
        T made = maker.apply(method);
        String name = made instanceof Route route ? route.name() : ((BlockingMethod) made).name();
        T other = collected.putIfAbsent(name, made);
        if (other != null) {
          throw (made instanceof Route ? Problem.DUPLICATE_ROUTE : Problem.DUPLICATE_FUNCTION)
              .exception(name, other, made);
        }
      } catch (SipAsyncException mistake) {
        mistakes.add(mistake.getMessage());
      }
    }
  }

  private void checkPartner(String name, Route cancelRoute, List<String> mistakes) {
    if (!resumeRoutes.containsKey(name)) {
      mistakes.add(
          Problem.LONELY_CANCEL_ROUTE.message(
              cancelRoute, name, didYouMean(name, resumeRoutes.keySet())));
    }
  }

  /** Returns a suggestion for messages; empty without a similar name. */
  public static String didYouMean(String name, Collection<String> known) {
    return Suggestion.of(name, known)
        .map(nearest -> " (did you mean \"" + nearest + "\"?)")
        .orElse("");
  }

  /** Returns the names for the start-up line. */
  public List<String> announcement() {
    List<String> parts = new ArrayList<>();
    announce("resume routes", resumeRoutes.keySet(), parts);
    announce("report routes", reportRoutes.keySet(), parts);
    announce("functions", functions.keySet(), parts);
    return parts;
  }

  private static void announce(String what, Collection<String> names, List<String> parts) {
    if (!names.isEmpty()) {
      parts.add(what + " " + String.join(", ", names));
    }
  }

  public Collection<String> names(RouteKind kind) {
    return (kind == RouteKind.REPORT ? reportRoutes : resumeRoutes).keySet();
  }

  /**
   * Returns a resume route by name.
   *
   * @throws SipAsyncException if there is none, suggesting the nearest name
   */
  public Route resume(String application, String name) {
    return find(application, name, "resume route", resumeRoutes, Problem.UNKNOWN_ROUTE);
  }

  /**
   * Returns a report route by name.
   *
   * @throws SipAsyncException if there is none, suggesting the nearest name
   */
  public Route report(String application, String name) {
    return find(application, name, "report route", reportRoutes, Problem.UNKNOWN_REPORT_ROUTE);
  }

  /**
   * Returns a function by name.
   *
   * @throws SipAsyncException if there is none, suggesting the nearest name
   */
  public BlockingMethod function(String application, String name) {
    return find(application, name, "function", functions, Problem.UNKNOWN_FUNCTION);
  }

  private static <T> T find(
      String application, String name, String what, Map<String, T> known, Problem unknown) {
    if (name == null) {
      throw Problem.NULL_ARGUMENT.exception("The name of a " + what);
    }
    T found = known.get(name);
    if (found == null) {
      throw unknown.exception(
          application,
          name,
          didYouMean(name, known.keySet()),
          known.isEmpty() ? "none" : known.keySet(),
          name);
    }
    return found;
  }

  /** Returns the cancel route of a resume route's name, or null. */
  public Route cancelRoute(String name) {
    return cancelRoutes.get(name);
  }
}
