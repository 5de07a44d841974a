package org.sipasync.container.session;

import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.function.Function;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.container.message.RefreshTerms;

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
 * @param proxySeconds timeout of its proxies unless they set one (10.2.3); 0 for Timer C alone
 * @param refreshTerms session timer of a servlet's dialogs, by its name
 */
public record Application(
    String name,
    ServletContext servletContext,
    ApplicationContext context,
    Listeners listeners,
    Map<String, SipServlet> servlets,
    String mainServlet,
    Function<SipServletRequest, String> mapping,
    int sessionMinutes,
    int proxySeconds,
    Function<String, RefreshTerms> refreshTerms) {
  public Application {
    servlets = Map.copyOf(servlets);
  }

  /** Describes an application without session timers, whose proxies have Timer C alone. */
  public Application(
      String name,
      ServletContext servletContext,
      ApplicationContext context,
      Listeners listeners,
      Map<String, SipServlet> servlets,
      String mainServlet,
      Function<SipServletRequest, String> mapping,
      int sessionMinutes) {
    this(
        name,
        servletContext,
        context,
        listeners,
        servlets,
        mainServlet,
        mapping,
        sessionMinutes,
        0,
        servlet -> RefreshTerms.OFF);
  }
}
