package org.sipasync.cdi.deploy;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.cdi.admin.Observation;
import org.sipasync.cdi.call.AsyncApplication;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.spi.ContextScope;
import org.sipasync.spi.DeployedApplication;

/** An application in the engine, and its observation by operators. */
record Deployed(AsyncApplication application, Observation observation)
    implements DeployedApplication {

  @Override
  public List<String> announcement() {
    return application.routes().announcement();
  }

  @Override
  public ContextScope openScope(SipServletMessage message, String servlet) {
    return application.callContext().handler(message, servlet);
  }

  @Override
  public ContextScope openScope(String name) {
    return application.callContext().work(name);
  }

  @Override
  public void start(SipServletMessage message, AsyncFunction function, Consumer<Result> onEnd) {
    application.start(message, function, onEnd);
  }

  @Override
  public void takeOver(
      SipServletMessage message, String route, AsyncFunction function, Duration remaining)
      throws Exception {
    application.takeOver(message, route, function, remaining);
  }

  @Override
  public void undeploy() {
    application.stop();
    observation.undeployed(application.name());
  }
}
