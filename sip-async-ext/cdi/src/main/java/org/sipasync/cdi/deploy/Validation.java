package org.sipasync.cdi.deploy;

import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.servlet.sip.SipServlet;
import org.sipasync.Async;
import org.sipasync.Avp;
import org.sipasync.Launch;
import org.sipasync.Problem;
import org.sipasync.ReportRoute;
import org.sipasync.cdi.engine.Deadlines;
import org.sipasync.cdi.route.Beans;
import org.sipasync.cdi.route.EngineAnnotations;
import org.sipasync.cdi.route.HandlerMatcher;
import org.sipasync.cdi.route.Handlers;
import org.sipasync.cdi.route.Methods;
import org.sipasync.cdi.route.RouteKind;
import org.sipasync.cdi.route.Routes;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;

/** Builds the routes and handlers of a WAR, and collects all its errors. */
final class Validation {
  private final Collection<Class<?>> servlets;
  private final Set<Class<?>> classes;
  private final Beans beans;
  private final boolean clusterStore;
  private final List<String> mistakes = new ArrayList<>();
  private final Routes routes;
  private final Map<Class<?>, Handlers> handlers = new HashMap<>();

  /**
   * Checks an application.
   *
   * @param servlets the classes of the SIP servlets
   * @param annotated all classes with annotations of the engine
   * @param clusterStore true if suspended state must be serialisable
   */
  static Validation of(
      Collection<Class<?>> servlets,
      Collection<Class<?>> annotated,
      Beans beans,
      boolean clusterStore) {
    Validation validation = new Validation(servlets, annotated, beans, clusterStore);
    validation.check();
    return validation;
  }

  private Validation(
      Collection<Class<?>> servlets,
      Collection<Class<?>> annotated,
      Beans beans,
      boolean clusterStore) {
    this.servlets = servlets;
    this.classes = new LinkedHashSet<>(servlets);
    this.classes.addAll(annotated);
    this.beans = beans;
    this.clusterStore = clusterStore;
    this.routes = Routes.of(classes, beans, mistakes);
  }

  /** Returns the errors in the order found, without duplicates. */
  List<String> mistakes() {
    return List.copyOf(new LinkedHashSet<>(mistakes));
  }

  Routes routes() {
    return routes;
  }

  /**
   * Returns the handlers of a SIP servlet without a base class.
   *
   * @throws IllegalArgumentException if the class is not a checked one
   */
  Handlers handlers(Class<?> type) {
    Handlers found = handlers.get(type);
    if (found == null) {
      throw new IllegalArgumentException(type.getName() + " was not checked");
    }
    return found;
  }

  private void check() {
    for (Class<?> type : classes) {
      checkHandlers(type);
      for (Method method : Methods.of(type, EngineAnnotations::isOn)) {
        checkOwner(type, method);
        checkAsync(method);
        checkLaunch(type, method);
        checkAvps(method);
      }
    }
  }

  private void checkHandlers(Class<?> type) {
    if (servlets.contains(type) && !SipServlet.class.isAssignableFrom(type)) {
      Handlers found = Handlers.of(type, beans, mistakes);
      handlers.put(type, found);
      if (found.isEmpty() && Methods.of(type, HandlerMatcher::isHandler).isEmpty()) {
        mistakes.add(
            Problem.BAD_HANDLER.message(
                type.getName(),
                "is missing: a class with @SipServlet must extend SipServlet, or have methods with"
                    + " @Invite, @AnyMethod, @SuccessResponse"));
      }
    }
  }

  private void checkOwner(Class<?> type, Method method) {
    boolean isServlet = servlets.contains(type);
    if (HandlerMatcher.isHandler(method)) {
      if (SipServlet.class.isAssignableFrom(type)) {
        mistakes.add(
            Problem.BAD_HANDLER.message(
                Methods.describe(method),
                "must be in a class that does not extend SipServlet: "
                    + type.getSimpleName()
                    + " does. Override doInvite and the others, or remove the base class"));
      } else if (!isServlet) {
        mistakes.add(
            Problem.BAD_HANDLER.message(
                Methods.describe(method),
                "must be in a class with @SipServlet: " + type.getSimpleName() + " has none"));
      }
    } else if (!isServlet && !beans.isBean(type)) {
      mistakes.add(Problem.UNREACHABLE.message(Methods.describe(method), type.getSimpleName()));
    }
  }

  private void checkAsync(Method method) {
    Async async = method.getAnnotation(Async.class);
    if (async == null) {
      return;
    }
    if (!HandlerMatcher.isHandler(method) && !EngineAnnotations.isRoute(method)) {
      mistakes.add(
          Problem.BAD_ASYNC.message(
              Methods.describe(method), "must be a handler such as @Invite, or a @ResumeRoute"));
    }
    if (async.deadlineMillis() < 0) {
      mistakes.add(
          Problem.BAD_ASYNC.message(
              Methods.describe(method), "must have a positive deadline, or zero for the default"));
    }
    checkNamed(method, "@Async", RouteKind.RESUME, async.resume());
  }

  private void checkLaunch(Class<?> type, Method method) {
    Launch launch = method.getAnnotation(Launch.class);
    if (launch == null) {
      return;
    }
    String wrong = null;
    Class<?> returned = method.getReturnType();
    if (servlets.contains(type)) {
      wrong = "must be in a CDI bean: calls of a SIP servlet's methods are not intercepted";
    } else if ((method.getModifiers() & (Modifier.STATIC | Modifier.FINAL | Modifier.PRIVATE))
        != 0) {
      wrong = "must not be static, final or private, or its calls are not intercepted";
    } else if (returned != void.class
        && returned != Result.class
        && !AsyncFunction.class.isAssignableFrom(returned)) {
      wrong = "must return void, a Result or an AsyncFunction, not " + returned.getSimpleName();
    } else if (launch.deadlineMillis() < 0
        || launch.deadlineMillis() > Deadlines.MAX_LAUNCH.toMillis()) {
      wrong = "must have a deadline of at most one day, or zero for the default";
    }
    if (wrong != null) {
      mistakes.add(Problem.BAD_LAUNCH.message(Methods.describe(method), wrong));
    }
    if (!launch.report().isEmpty()) {
      checkNamed(method, "@Launch", RouteKind.REPORT, launch.report());
    }
  }

  private void checkNamed(Method method, String annotation, RouteKind kind, String name) {
    Collection<String> known = routes.names(kind);
    if (!known.contains(name)) {
      mistakes.add(
          Problem.UNKNOWN_ROUTE_NAMED.message(
              Methods.describe(method),
              annotation,
              kind,
              name,
              Routes.didYouMean(name, known),
              known.isEmpty() ? "none" : known));
    }
  }

  private void checkAvps(Method method) {
    if (!clusterStore || method.isAnnotationPresent(ReportRoute.class)) {
      return;
    }
    for (java.lang.reflect.Parameter parameter : method.getParameters()) {
      Avp avp = parameter.getAnnotation(Avp.class);
      Class<?> type = parameter.getType();
      if (avp != null
          && !type.isPrimitive()
          && !type.isInterface()
          && type != Object.class
          && !Serializable.class.isAssignableFrom(type)) {
        mistakes.add(
            Problem.UNSERIALISABLE_AVP.message(
                Methods.describe(method), avp.value(), type.getName()));
      }
    }
  }
}
