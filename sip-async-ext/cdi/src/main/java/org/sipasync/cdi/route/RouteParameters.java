package org.sipasync.cdi.route;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.sipasync.Avp;
import org.sipasync.Avps;
import org.sipasync.CancelReason;
import org.sipasync.CancelRoute;
import org.sipasync.Param;
import org.sipasync.Problem;
import org.sipasync.ReturnCode;
import org.sipasync.function.Result;

/** Resolves the sources of a route's parameters. */
final class RouteParameters {
  private static final Set<Class<?>> MESSAGES =
      Set.of(SipServletRequest.class, SipServletResponse.class, SipServletMessage.class);

  private RouteParameters() {}

  /**
   * Returns the parameters of a route's method.
   *
   * @throws org.sipasync.SipAsyncException if one of them cannot be injected
   */
  static List<Parameter> of(Method method, RouteKind kind, String route, Beans beans) {
    List<Parameter> parameters = new ArrayList<>();
    for (java.lang.reflect.Parameter declared : method.getParameters()) {
      if (!kind.hasMessage && isOfMessage(declared.getType())) {
        throw Problem.REPORT_WANTS_MESSAGE.exception(
            Methods.describe(method), parameters.size() + 1, describe(declared));
      }
      Parameter parameter = of(declared, kind, route, beans);
      if (parameter == null) {
        throw Problem.BAD_ROUTE_PARAMETER.exception(
            Methods.describe(method),
            parameters.size() + 1,
            describe(declared),
            kind,
            kind.takes());
      }
      parameters.add(parameter);
    }
    return List.copyOf(parameters);
  }

  private static boolean isOfMessage(Class<?> type) {
    return MESSAGES.contains(type)
        || type == SipApplicationSession.class
        || type == SipSession.class;
  }

  private static Parameter of(
      java.lang.reflect.Parameter declared, RouteKind kind, String route, Beans beans) {
    Class<?> type = declared.getType();
    Avp avp = declared.getAnnotation(Avp.class);
    if (avp != null) {
      return given -> given.avps().get(avp.value(), type);
    }
    if (declared.isAnnotationPresent(ReturnCode.class)) {
      return kind.hasResult && (type == int.class || type == Integer.class)
          ? given -> given.result().returnCode()
          : null;
    }
    if (declared.isAnnotationPresent(CancelReason.class)) {
      return kind == RouteKind.CANCEL && type == String.class
          ? given -> given.message().getAttribute(CancelRoute.REASON)
          : null;
    }
    if (declared.isAnnotationPresent(Param.class)) {
      return kind == RouteKind.REPORT
          ? given -> AvpType.convert(given.parameter(), type, "@Param", route)
          : null;
    }
    if (type == Result.class) {
      return kind.hasResult ? RouteArguments::result : null;
    }
    if (type == Avps.class) {
      return RouteArguments::avps;
    }
    return isOfMessage(type)
        ? ofMessage(type, route)
        : beans.parameter(declared.getParameterizedType(), declared.getAnnotations()).orElse(null);
  }

  private static Parameter ofMessage(Class<?> type, String route) {
    if (type == SipApplicationSession.class) {
      return given -> given.message() == null ? null : given.message().getApplicationSession(false);
    }
    if (type == SipSession.class) {
      return given -> given.message() == null ? null : given.message().getSession(false);
    }
    return given -> message(given.message(), type, route);
  }

  private static Object message(SipServletMessage message, Class<?> type, String route) {
    if (message != null && !type.isInstance(message)) {
      throw Problem.MESSAGE_TYPE.exception(
          route,
          type.getSimpleName(),
          message instanceof SipServletRequest ? "a request" : "a response");
    }
    return message;
  }

  private static String describe(java.lang.reflect.Parameter declared) {
    StringBuilder text = new StringBuilder();
    for (Annotation annotation : declared.getAnnotations()) {
      text.append('@').append(annotation.annotationType().getSimpleName()).append(' ');
    }
    return text.append(declared.getType().getSimpleName()).toString();
  }
}
