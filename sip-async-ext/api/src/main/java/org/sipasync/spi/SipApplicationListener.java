package org.sipasync.spi;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletMessage;

/**
 * Told by the SIP container what happens to its applications. Implementations are found by {@link
 * java.util.ServiceLoader}.
 */
public interface SipApplicationListener {

  /**
   * Looks for mistakes before anything of the application runs; in its context.
   *
   * @param servlets the classes of its SIP servlets, with a base class or without
   * @param annotated its classes that carry annotations of ours, whether they are beans or not
   * @return what is wrong, each a text for people that begins with its number; never null
   */
  List<String> mistakes(Collection<Class<?>> servlets, Set<Class<?>> annotated);

  /**
   * A SIP servlet that hands messages to the annotated handlers of an object (JSR 359, 4).
   *
   * @param application whose servlet it is
   * @param instance the object, of a class that does not extend SipServlet
   */
  SipServlet servlet(SipApplicationContext application, Object instance);

  /**
   * The application's SIP servlets exist and no message has reached it yet.
   *
   * @return the names of its routes, for the start-up line; never null
   */
  List<String> deployed(SipApplicationContext application);

  /**
   * A SIP servlet is about to handle a message on the calling thread, in the application's context.
   *
   * @param name what the servlet is called
   * @return what to close when it has; never null
   */
  Surroundings surround(SipApplicationContext application, SipServletMessage message, String name);

  /** An application could not be deployed; {@link SipContainer#failures} says why. */
  default void deploymentFailed() {}

  /**
   * The application is going: its suspensions end. Called once for each deployed application, on a
   * thread that may wait.
   */
  void undeployed(SipApplicationContext application);
}
