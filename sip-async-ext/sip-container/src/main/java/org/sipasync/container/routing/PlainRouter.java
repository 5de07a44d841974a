package org.sipasync.container.routing;

import java.util.List;
import java.util.Properties;
import javax.servlet.sip.ar.SipApplicationRouter;

/** Application router that needs no start, no end and no news of applications. */
public abstract class PlainRouter implements SipApplicationRouter {
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
}
