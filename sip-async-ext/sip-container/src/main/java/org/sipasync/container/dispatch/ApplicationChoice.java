package org.sipasync.container.dispatch;

import java.util.function.Function;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.container.message.Routing;
import org.sipasync.container.session.Application;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.SipRequest;

/** Chooses the application of an initial request. Thread-safe. */
@FunctionalInterface
public interface ApplicationChoice {
  /**
   * Chooses an application.
   *
   * @param poppedRoute Route that led here; null if there is none
   * @return null if no application wants it: 404
   */
  Choice choose(SipRequest request, NameAddr poppedRoute);

  /**
   * Chosen application.
   *
   * @param key its method with @SipApplicationKey, which may return null; null if it has none
   */
  record Choice(
      Application application, Routing routing, Function<SipServletRequest, String> key) {}
}
