package org.sipasync.container.routing;

import java.util.function.Function;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.container.session.Application;
import org.sipasync.sip.message.Method;

/**
 * Application that requests are routed to. Immutable.
 *
 * @param key its method with @SipApplicationKey, which may return null; null if it has none
 */
public record RoutedApplication(Application application, Function<SipServletRequest, String> key) {
  public String name() {
    return application.name();
  }

  /** True if one of its servlets handles an initial request: by its mapping and by its methods. */
  boolean handles(SipServletRequest request) {
    SipServlet servlet = application.servlets().get(application.mapping().apply(request));
    return servlet != null && Allowed.of(servlet).allows(Method.of(request.getMethod()));
  }
}
