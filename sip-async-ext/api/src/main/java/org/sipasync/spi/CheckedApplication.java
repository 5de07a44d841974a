package org.sipasync.spi;

import java.util.List;
import javax.servlet.sip.SipServlet;

/**
 * An application whose classes the engine has checked. Used by the deploying thread, in the
 * application's context.
 */
public interface CheckedApplication {

  /**
   * Mistakes found, each a text for people that begins with its number. An application with
   * mistakes is not to be deployed.
   *
   * @return never null; empty if all is well
   */
  List<String> mistakes();

  /**
   * Makes the SIP servlet that hands messages to the annotated handlers of an object (JSR 359, 4).
   * Called before {@link #deploy}, once for each SIP servlet whose class does not extend
   * SipServlet.
   *
   * <p>The servlet gets the object from {@link SipApplicationContext#servlet}, for each message.
   *
   * @param application whose servlet it is; not null
   * @param type the object's class, one of those checked
   * @return neither initialised nor null
   * @throws IllegalArgumentException if that class was not among those checked
   */
  SipServlet servlet(SipApplicationContext application, Class<?> type);

  /**
   * Opens the engine for the application: from now on its code may suspend and launch. Called at
   * most once; all SIP servlets exist, and no message has reached one yet.
   *
   * @param application the same as that of its servlets; not null
   * @return the application, to be undeployed exactly once; never null
   * @throws org.sipasync.SipAsyncException if the engine cannot start, as with a setting that does
   *     not fit; then there is nothing to undeploy
   */
  DeployedApplication deploy(SipApplicationContext application);
}
