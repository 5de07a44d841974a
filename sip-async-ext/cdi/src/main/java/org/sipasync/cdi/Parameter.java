package org.sipasync.cdi;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.sipasync.Avp;
import org.sipasync.Avps;
import org.sipasync.Problem;
import org.sipasync.ReturnCode;
import org.sipasync.function.Result;

/** Where the value of one parameter of a route comes from. */
@FunctionalInterface
interface Parameter {

  Object value(Resumed resumed);

  /**
   * The parameters of a route's method.
   *
   * @throws org.sipasync.SipAsyncException if one of them cannot be injected
   */
  static List<Parameter> of(Method method, String route, String where) {
    List<Parameter> parameters = new ArrayList<>();
    for (java.lang.reflect.Parameter declared : method.getParameters()) {
      Parameter parameter = of(declared, route);
      if (parameter == null) {
        throw Problem.BAD_ROUTE_PARAMETER.exception(
            where, parameters.size() + 1, describe(declared));
      }
      parameters.add(parameter);
    }
    return List.copyOf(parameters);
  }

  private static Parameter of(java.lang.reflect.Parameter declared, String route) {
    Class<?> type = declared.getType();
    Avp avp = declared.getAnnotation(Avp.class);
    if (avp != null) {
      return resumed -> resumed.avps().get(avp.value(), type);
    }
    if (declared.isAnnotationPresent(ReturnCode.class)) {
      return type == int.class || type == Integer.class
          ? resumed -> resumed.result().returnCode()
          : null;
    }
    if (type == SipServletRequest.class
        || type == SipServletResponse.class
        || type == SipServletMessage.class) {
      return resumed -> message(resumed.message(), type, route);
    }
    if (type == Result.class) {
      return Resumed::result;
    }
    if (type == Avps.class) {
      return Resumed::avps;
    }
    if (type == SipApplicationSession.class) {
      return resumed ->
          resumed.message() == null ? null : resumed.message().getApplicationSession(false);
    }
    return type == SipSession.class
        ? resumed -> resumed.message() == null ? null : resumed.message().getSession(false)
        : null;
  }

  /** Whether a parameter is about an operation's end, which a cancel route has none of. */
  static boolean needsResult(java.lang.reflect.Parameter declared) {
    return declared.isAnnotationPresent(ReturnCode.class) || declared.getType() == Result.class;
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
