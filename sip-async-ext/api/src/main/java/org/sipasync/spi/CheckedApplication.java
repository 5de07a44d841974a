package org.sipasync.spi;

import java.util.List;
import javax.servlet.sip.SipServlet;

/**
 * An application whose classes the engine has checked. Used by the deploying thread, in the
 * application's context.
 */
public interface CheckedApplication {

  /**
   * Returns the errors found, each a readable text that starts with its number. An application with
   * errors must not be deployed.
   *
   * @return never null; empty if there are none
   */
  List<String> mistakes();

  /**
   * Creates the SIP servlet that dispatches messages to the annotated handlers of an object (JSR
   * 359, 4). Called before {@link #deploy}, once for each SIP servlet whose class does not extend
   * SipServlet.
   *
   * <p>The servlet gets the object from {@link SipApplicationContext#servlet}, for each message.
   *
   * @param application the servlet's application; not null
   * @param type the object's class, one of those checked
   * @return the servlet, not yet initialised; never null
   * @throws IllegalArgumentException if that class was not among those checked
   */
  SipServlet servlet(SipApplicationContext application, Class<?> type);

  /**
   * Opens the engine for the application, whose code may suspend and launch from now on. Called at
   * most once; all SIP servlets exist, and no message has reached one yet.
   *
   * @param application the same as that of its servlets; not null
   * @return the application, to be undeployed exactly once; never null
   * @throws org.sipasync.SipAsyncException if the engine cannot start, as with a setting that does
   *     not fit; then there is nothing to undeploy
   */
  DeployedApplication deploy(SipApplicationContext application);
}
