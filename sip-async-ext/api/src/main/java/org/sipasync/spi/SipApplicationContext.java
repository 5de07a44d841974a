package org.sipasync.spi;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import javax.servlet.sip.SipServletMessage;

/** One deployed SIP application, as the engine sees it. Safe for use by many threads. */
public interface SipApplicationContext {

  /** The application's name (JSR 289, 3.2); never null. */
  String name();

  /** The WAR's class loader; never null. */
  ClassLoader classLoader();

  /** The classes of the application's SIP servlets; never null. */
  Collection<Class<?>> servletClasses();

  /**
   * The live instance of a SIP servlet, as the application has written it.
   *
   * @param type the servlet's class
   * @return empty if no SIP servlet of this application has that class
   */
  Optional<Object> servlet(Class<?> type);

  /** The message whose handler runs on the calling thread; empty outside any message's handler. */
  Optional<SipServletMessage> current();

  /**
   * What of the application runs on the calling thread: a servlet, a route, a listener; empty if
   * the container runs nothing of it here.
   */
  Optional<String> currentHandler();

  /** Remaining life of a message's transaction; null if it does not end by itself. */
  Duration remainingLife(SipServletMessage message);

  /**
   * Suspends a message, received or not yet sent: until it is resumed, answering, proxying or
   * changing it throws (rule A1). The session keeps what is suspended (rule A14), does not expire
   * meanwhile, and answers it if it must end (rule A11).
   *
   * @param message the message at hand
   * @param route where it will go on; for messages to people
   * @param state what the session keeps of the suspension
   * @param abandonment told if the container ends the suspension itself
   * @throws org.sipasync.SipAsyncException if it cannot be suspended; it is then unchanged
   */
  SuspendedMessage suspend(
      SipServletMessage message, String route, Serializable state, Abandonment abandonment);

  /**
   * Runs blocking work of this application: a task that carries its context to any thread.
   *
   * @param work the work
   * @return the same work, in the application's context
   */
  Runnable contextual(Runnable work);

  /**
   * Runs a handler that has no message on a container thread, in the application's context, without
   * any session's lock. Returns at once, whatever thread calls.
   *
   * @param name what the handler is called, for the log
   * @param handler the work; what it throws is logged
   */
  void execute(String name, Handler handler);

  /** Work that may fail as a SIP handler may. */
  @FunctionalInterface
  interface Handler {
    void handle() throws Exception;
  }
}
