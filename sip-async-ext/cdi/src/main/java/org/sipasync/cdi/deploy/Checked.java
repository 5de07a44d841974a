package org.sipasync.cdi.deploy;

import java.util.List;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.servlet.sip.SipServlet;
import org.sipasync.cdi.admin.CallLadders;
import org.sipasync.cdi.admin.Oversight;
import org.sipasync.cdi.admin.OversightStarter;
import org.sipasync.cdi.call.AsyncApplication;
import org.sipasync.cdi.engine.EngineHost;
import org.sipasync.cdi.route.PojoServlet;
import org.sipasync.spi.CheckedApplication;
import org.sipasync.spi.DeployedApplication;
import org.sipasync.spi.SipApplicationContext;

/**
 * An application's routes and handlers, built once for checks and calls.
 *
 * @param validation built them
 */
record Checked(Validation validation) implements CheckedApplication {

  @Override
  public List<String> mistakes() {
    return validation.mistakes();
  }

  @Override
  public SipServlet servlet(SipApplicationContext application, Class<?> type) {
    return new PojoServlet(application, validation.handlers(type), AsyncApplication::suspend);
  }

  @Override
  public DeployedApplication deploy(SipApplicationContext context) {
    Oversight oversight = OversightStarter.get();
    CallLadders.start();
    oversight.observation().deployed(context.name(), deploymentName(context));
    return new Deployed(
        new AsyncApplication(context, validation.routes(), EngineHost.get()),
        oversight.observation());
  }

  /** Returns the server's name of the application being deployed. */
  private static String deploymentName(SipApplicationContext context) {
    try {
      return (String) new InitialContext().lookup("java:app/AppName");
    } catch (NamingException e) {
      return context.name();
    }
  }
}
