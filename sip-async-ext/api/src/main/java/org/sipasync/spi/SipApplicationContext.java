package org.sipasync.spi;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.Problem;

/** The engine's view of a deployed SIP application. Thread-safe. */
public interface SipApplicationContext {

  /** Returns the application's name (JSR 289, 3.2); never null. */
  String name();

  /** Returns the WAR's class loader; never null. */
  ClassLoader classLoader();

  /** Returns the classes of the application's SIP servlets; never null. */
  Collection<Class<?>> servletClasses();

  /**
   * Returns the application's own instance of a SIP servlet.
   *
   * @param type the servlet's class
   * @return empty if no SIP servlet of this application has that class
   */
  Optional<Object> servlet(Class<?> type);

  /** Returns the message being handled on the calling thread; empty outside message handlers. */
  Optional<SipServletMessage> current();

  /**
   * Returns the component of the application that runs on the calling thread: a servlet, a route, a
   * listener; empty if there is none.
   */
  Optional<String> currentHandler();

  /** Returns the remaining lifetime of a message's transaction; null if it is unlimited. */
  Duration remainingLife(SipServletMessage message);

  /**
   * Suspends a message, received or not yet sent. Until it is resumed, answering, proxying or
   * changing it throws (rule A1). The session keeps the suspension (rule A14), does not expire
   * meanwhile, and answers the message if it must end (rule A11).
   *
   * @param message the message
   * @param route name of the resume route, for error messages
   * @param state the state that the session keeps
   * @param abandonment called if the container ends the suspension itself
   * @throws org.sipasync.SipAsyncException if it cannot be suspended; it is then unchanged
   */
  SuspendedMessage suspend(
      SipServletMessage message, String route, Serializable state, Abandonment abandonment);

  /**
   * Wraps blocking work of this application in a task that carries its context to any thread.
   *
   * @param work the work
   * @return the same work, in the application's context
   */
  Runnable contextual(Runnable work);

  /**
   * Runs a handler without a message on a container thread, in the application's context, without
   * any session's lock. Callable from any thread; does not block.
   *
   * @param name name of the handler, for the log
   * @param handler the work; exceptions are logged
   */
  void execute(String name, Handler handler);

  /**
   * Runs work in the turn of an application session: as {@link org.sipasync.SipSessions}, with its
   * failures. Callable from any thread; does not block.
   *
   * @param session the session; not null
   * @param work the work; not null
   * @return completes with the work's value; never null
   */
  default <T> CompletionStage<T> inTurn(SipApplicationSession session, Callable<T> work) {
    throw Problem.NO_SESSION_WORK.exception(name());
  }

  /** Work that may fail as a SIP handler may. */
  @FunctionalInterface
  interface Handler {
    void handle() throws Exception;
  }
}
