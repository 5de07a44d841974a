package org.sipasync.container.dispatch;

import java.io.Serializable;
import java.util.List;
import java.util.Properties;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipRouteModifier;
import javax.servlet.sip.ar.SipTargetedRequestInfo;

/** Router whose answers a test decides on. */
final class TestRouter implements SipApplicationRouter {
  private final TestContainer test;

  /** Question to a router. */
  record Asked(
      SipServletRequest request,
      SipApplicationRoutingRegion region,
      SipApplicationRoutingDirective directive,
      SipTargetedRequestInfo target,
      Serializable state) {}

  /** Decision of a test. */
  interface Decision {
    SipApplicationRouterInfo answer(Asked asked);
  }

  TestRouter(TestContainer test) {
    this.test = test;
  }

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
    return test.router.answer(new Asked(request, region, directive, target, state));
  }

  static SipApplicationRouterInfo to(String application) {
    return to(application, null);
  }

  static SipApplicationRouterInfo to(String application, Serializable state) {
    return new SipApplicationRouterInfo(
        application, null, null, null, SipRouteModifier.NO_ROUTE, state);
  }

  /** Applications one after the other; the state is the number of the next one. */
  static Decision chain(String... applications) {
    return asked -> {
      int next = asked.state() == null ? 0 : (Integer) asked.state();
      return next == applications.length ? to(null) : to(applications[next], next + 1);
    };
  }
}
