package org.sipasync.payara.war;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.lang.annotation.Annotation;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sipasync.Problem;

/** Finds what a WAR without CDI asks for and cannot get. */
public final class WithoutCdi {
  private WithoutCdi() {}

  /**
   * A text for each class that wants injection or has routes. Fields with @Resource are no mistake:
   * the container sets them.
   */
  public static List<String> mistakes(SipModule module) {
    Set<Class<?>> classes = new LinkedHashSet<>(module.annotated);
    module.servlets.values().forEach(servlet -> classes.add(servlet.type));
    classes.addAll(module.listeners);
    List<String> mistakes = new ArrayList<>();
    for (Class<?> type : classes) {
      String wish = wish(type);
      if (wish != null) {
        mistakes.add(Problem.NO_CDI.message(type.getName(), wish));
      }
    }
    return mistakes;
  }

  private static String wish(Class<?> type) {
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (has(field, Inject.class)) {
          return "wants its field " + field.getName() + " injected";
        }
      }
      for (Method method : c.getDeclaredMethods()) {
        if (has(method, Inject.class) || has(method, Resource.class) || isOurs(method)) {
          return "has the annotated method " + method.getName();
        }
      }
    }
    return null;
  }

  private static boolean has(AccessibleObject member, Class<? extends Annotation> type) {
    return member.isAnnotationPresent(type);
  }

  private static boolean isOurs(Method method) {
    return Stream.of(method.getAnnotations())
        .map(annotation -> annotation.annotationType().getPackageName())
        .anyMatch(name -> name.equals("org.sipasync") || name.equals("org.sipasync.annotation"));
  }
}
