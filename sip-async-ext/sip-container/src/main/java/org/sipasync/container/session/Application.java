package org.sipasync.container.session;

import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.function.Function;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;

/**
 * One deployed application. Immutable.
 *
 * @param name by JSR 289 3.2
 * @param servletContext of its WAR
 * @param context that its code runs in
 * @param listeners all of its listeners
 * @param servlets by name
 * @param mainServlet name of the servlet that handles the sessions that the application makes
 * @param mapping name of the servlet for an initial request; null if it is for none: 404
 * @param sessionMinutes life of an application session; 0 or less: it does not expire
 */
public record Application(
    String name,
    ServletContext servletContext,
    ApplicationContext context,
    Listeners listeners,
    Map<String, SipServlet> servlets,
    String mainServlet,
    Function<SipServletRequest, String> mapping,
    int sessionMinutes) {
  public Application {
    servlets = Map.copyOf(servlets);
  }
}
