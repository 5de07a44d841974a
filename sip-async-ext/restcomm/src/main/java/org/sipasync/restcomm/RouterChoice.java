package org.sipasync.restcomm;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentSkipListSet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipRouteModifier;
import javax.servlet.sip.ar.SipTargetedRequestInfo;
import javax.servlet.sip.ar.spi.SipApplicationRouterProvider;

/**
 * Which application router is used: Restcomm's default application router (JSR 289, appendix C)
 * when there is a DAR file; without one, a router that sends every new request to the application
 * whose name comes first.
 */
final class RouterChoice {
  private static final String PROVIDER = "javax.servlet.sip.ar.spi.SipApplicationRouterProvider";

  private RouterChoice() {}

  static void apply(Optional<String> dar) {
    dar.ifPresent(file -> System.setProperty("javax.servlet.sip.dar", file));
    System.setProperty(
        PROVIDER,
        dar.isPresent()
            ? "org.mobicents.servlet.sip.router.DefaultApplicationRouterProvider"
            : FirstApplication.class.getName());
  }

  /** Public because Restcomm knows it by name. */
  public static final class FirstApplication extends SipApplicationRouterProvider {
    @Override
    public SipApplicationRouter getSipApplicationRouter() {
      return new FirstApplicationRouter();
    }
  }

  private static final class FirstApplicationRouter implements SipApplicationRouter {
    private final ConcurrentSkipListSet<String> applications = new ConcurrentSkipListSet<>();

    @Override
    public SipApplicationRouterInfo getNextApplication(
        SipServletRequest request,
        SipApplicationRoutingRegion region,
        SipApplicationRoutingDirective directive,
        SipTargetedRequestInfo targeted,
        Serializable state) {
      if (targeted != null) {
        return to(targeted.getApplicationName(), request);
      }
      boolean fromApplication = request.getSession(false) != null;
      return fromApplication || applications.isEmpty()
          ? new SipApplicationRouterInfo(null, null, null, null, null, null)
          : to(applications.first(), request);
    }

    private static SipApplicationRouterInfo to(String application, SipServletRequest request) {
      return new SipApplicationRouterInfo(
          application,
          SipApplicationRoutingRegion.TERMINATING_REGION,
          request.getTo().getURI().toString(),
          null,
          SipRouteModifier.NO_ROUTE,
          0);
    }

    @Override
    public void applicationDeployed(List<String> names) {
      applications.addAll(names);
    }

    @Override
    public void applicationUndeployed(List<String> names) {
      names.forEach(applications::remove);
    }

    @Override
    public void init() {}

    @Override
    public void init(Properties properties) {}

    @Override
    public void destroy() {
      applications.clear();
    }
  }
}
