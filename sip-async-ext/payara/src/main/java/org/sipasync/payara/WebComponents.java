package org.sipasync.payara;

import jakarta.servlet.Registration;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Classes of a WAR's HTTP servlets and filters, which may ask for SIP objects by @Resource. */
record WebComponents(List<Class<?>> types) {

  /** To be called by the ServletContainerInitializer: later the registrations are not shown. */
  static WebComponents of(ServletContext servletContext) {
    List<Class<?>> types = new ArrayList<>();
    Stream.concat(
            servletContext.getServletRegistrations().values().stream(),
            servletContext.getFilterRegistrations().values().stream())
        .map(Registration::getClassName)
        .forEach(name -> add(name, servletContext.getClassLoader(), types));
    return new WebComponents(types);
  }

  /** The server's own servlets, and those whose class is missing, ask for nothing. */
  private static void add(String name, ClassLoader loader, List<Class<?>> types) {
    try {
      if (name != null) {
        types.add(Class.forName(name, false, loader));
      }
    } catch (ClassNotFoundException | LinkageError e) {
      System.getLogger("org.sipasync")
          .log(System.Logger.Level.DEBUG, "Web component " + name + " cannot be looked at", e);
    }
  }
}
