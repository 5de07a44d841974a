package org.sipasync.container.session;

import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.function.Function;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;

/**
 * One deployed application. Immutable.
 *
 * @param name as in JSR 289 3.2
 * @param servletContext of its WAR
 * @param context context of the application's code
 * @param listeners all of its listeners
 * @param servlets by name
 * @param mainServlet name of the servlet that handles sessions created by the application
 * @param mapping name of the servlet for an initial request; null for none, which means 404
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
