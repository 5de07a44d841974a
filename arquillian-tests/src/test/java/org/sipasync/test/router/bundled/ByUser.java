package org.sipasync.test.router.bundled;

import java.io.Serializable;
import java.util.List;
import java.util.Properties;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipRouteModifier;
import javax.servlet.sip.ar.SipTargetedRequestInfo;
import javax.servlet.sip.ar.spi.SipApplicationRouterProvider;

/** Router that a WAR brings: the user part of the Request-URI names the application. */
public class ByUser extends SipApplicationRouterProvider {
  @Override
  public SipApplicationRouter getSipApplicationRouter() {
    return new Router();
  }

  private static final class Router implements SipApplicationRouter {
    @Override
    public void init() {}

    @Override
    public void init(Properties properties) {}

    @Override
    public void destroy() {}

    @Override
    public void applicationDeployed(List<String> names) {}

    @Override
    public void applicationUndeployed(List<String> names) {}

    @Override
    public SipApplicationRouterInfo getNextApplication(
        SipServletRequest request,
        SipApplicationRoutingRegion region,
        SipApplicationRoutingDirective directive,
        SipTargetedRequestInfo target,
        Serializable state) {
      String user = ((SipURI) request.getRequestURI()).getUser();
      if (user.equals("fault")) {
        throw new IllegalStateException("no database");
      }
      String application = user.equals("nobody") ? null : user;
      return new SipApplicationRouterInfo(
          application, null, null, null, SipRouteModifier.NO_ROUTE, null);
    }
  }
}
