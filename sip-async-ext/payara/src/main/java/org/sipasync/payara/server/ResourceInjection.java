package org.sipasync.payara.server;

import jakarta.annotation.Resource;
import java.lang.reflect.Field;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * {@code @Resource} fields of servlets and listeners in a WAR without CDI, as JSR 289 15.13 and
 * applications of other containers have them. To be used in the WAR's context.
 */
final class ResourceInjection {
  private ResourceInjection() {}

  /**
   * Sets the fields of an object and of its superclasses.
   *
   * @throws IllegalStateException naming the field whose resource is not there
   */
  static void inject(Object instance) {
    for (Class<?> c = instance.getClass(); c != Object.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        Resource resource = field.getAnnotation(Resource.class);
        if (resource != null) {
          set(instance, field, resource);
        }
      }
    }
  }

  private static void set(Object instance, Field field, Resource resource) {
    try {
      field.setAccessible(true);
      field.set(instance, new InitialContext().lookup(name(field, resource)));
    } catch (NamingException | IllegalAccessException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "@Resource "
              + field.getDeclaringClass().getName()
              + "."
              + field.getName()
              + " is not set",
          e);
    }
  }

  private static String name(Field field, Resource resource) {
    if (!resource.lookup().isEmpty()) {
      return resource.lookup();
    }
    String own = field.getDeclaringClass().getName() + "/" + field.getName();
    return "java:comp/env/" + (resource.name().isEmpty() ? own : resource.name());
  }
}
