package org.sipasync.payara.war;

import jakarta.annotation.security.RunAs;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.EventListener;
import java.util.List;
import java.util.Set;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.annotation.SipApplication;
import javax.servlet.sip.annotation.SipApplicationKey;
import javax.servlet.sip.annotation.SipListener;
import org.sipasync.jsr359.SessionTimer;

/** Reads a WAR's SIP annotations (JSR 289, 18) into its {@link SipModule}. */
public final class SipAnnotations {
  private SipAnnotations() {}

  public static void read(Set<Class<?>> found, SipModule module) {
    List<Class<?>> types =
        found.stream().sorted(Comparator.comparing(Class::getName)).distinct().toList();
    for (Class<?> type : types) {
      application(type, module);
      servlet(type, module);
      listener(type, module);
      applicationKey(type, module);
    }
  }

  private static void application(Class<?> type, SipModule module) {
    SipApplication application = type.getAnnotation(SipApplication.class);
    if (application == null && type.getPackage() != null) {
      application = type.getPackage().getAnnotation(SipApplication.class);
    }
    if (application == null) {
      return;
    }
    if (application.name().isBlank()) {
      module.mistake("@SipApplication of %s has an empty name".formatted(type.getName()));
    }
    if (module.annotation != null && !module.annotation.equals(application)) {
      module.mistake(
          "there are two @SipApplication, \"%s\" and \"%s\": keep one of them"
              .formatted(module.annotation.name(), application.name()));
    }
    module.annotation = application;
    module.name = application.name();
    module.sessionTimeout = application.sessionTimeout();
    module.proxyTimeout = application.proxyTimeout();
    if (!application.mainServlet().isEmpty()) {
      module.mainServlet = application.mainServlet();
    }
  }

  private static void servlet(Class<?> type, SipModule module) {
    javax.servlet.sip.annotation.SipServlet annotation =
        type.getAnnotation(javax.servlet.sip.annotation.SipServlet.class);
    if (annotation == null) {
      return;
    }
    if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      module.mistake("%s has @SipServlet but is abstract".formatted(type.getName()));
      return;
    }
    String name = annotation.name().isEmpty() ? type.getSimpleName() : annotation.name();
    SipModule.Servlet servlet = new SipModule.Servlet(name, type);
    servlet.loadOnStartup = annotation.loadOnStartup();
    servlet.runAs = runAs(type);
    module.add(servlet);
    sessionTimer(type, module);
  }

  private static void sessionTimer(Class<?> type, SipModule module) {
    SessionTimer timer = type.getAnnotation(SessionTimer.class);
    boolean negative = timer != null && (timer.expires() < 0 || timer.min() < 0);
    boolean tooShort = timer != null && timer.expires() > 0 && timer.expires() < timer.min();
    if (negative || tooShort) {
      module.mistake(
          "@SessionTimer of %s: expires = %d must be positive and not below min = %d"
              .formatted(type.getName(), timer.expires(), timer.min()));
    }
  }

  /** Role of a class's {@code @RunAs}; null without one. */
  static String runAs(Class<?> type) {
    RunAs annotation = type.getAnnotation(RunAs.class);
    return annotation == null ? null : annotation.value();
  }

  private static void listener(Class<?> type, SipModule module) {
    if (!type.isAnnotationPresent(SipListener.class)) {
      return;
    }
    if (!EventListener.class.isAssignableFrom(type)) {
      module.mistake(
          "%s has @SipListener but implements no listener interface".formatted(type.getName()));
      return;
    }
    module.addListener(type);
  }

  private static void applicationKey(Class<?> type, SipModule module) {
    for (Method method : type.getDeclaredMethods()) {
      if (!method.isAnnotationPresent(SipApplicationKey.class)) {
        continue;
      }
      int modifiers = method.getModifiers();
      boolean fits =
          Modifier.isStatic(modifiers)
              && Modifier.isPublic(modifiers)
              && method.getReturnType() == String.class
              && List.of(method.getParameterTypes()).equals(List.of(SipServletRequest.class));
      if (!fits) {
        module.mistake(
            "%s.%s has @SipApplicationKey but is not public static String (SipServletRequest)"
                .formatted(type.getName(), method.getName()));
      } else if (module.applicationKey != null && !module.applicationKey.equals(method)) {
        module.mistake(
            "there are two @SipApplicationKey methods: %s and %s"
                .formatted(module.applicationKey, method));
      } else {
        module.applicationKey = method;
      }
    }
  }
}
