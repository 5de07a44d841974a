package org.sipasync.spi;

import java.util.Collection;
import java.util.Optional;
import javax.servlet.sip.SipApplicationSession;
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
   * The live instance of a SIP servlet.
   *
   * @param type the servlet's class
   * @return empty if no SIP servlet of this application has that class
   */
  Optional<Object> servlet(Class<?> type);

  /** The message whose handler runs on the calling thread; empty outside any handler. */
  Optional<SipServletMessage> current();

  /**
   * Suspends a message: until {@link SuspendedMessage#release}, answering, proxying or changing it
   * throws (rule A1).
   *
   * @param message the message at hand
   * @param route where it will go on; for messages to people
   * @param abandoned runs in the session's turn if the container ends the suspension itself, as for
   *     a CANCEL (rule A8)
   * @throws org.sipasync.SipAsyncException if it cannot be suspended; it is then unchanged
   */
  SuspendedMessage suspend(SipServletMessage message, String route, Runnable abandoned);

  /**
   * Runs a handler on a container thread, in turn with the session's messages, under its lock and
   * in the application's context (rule A4). Returns at once, whatever thread calls.
   *
   * <p>A handler that throws makes the container answer as for any handler: 500 when the message is
   * a request without a final response.
   *
   * @param session whose turn it is
   * @param message what the handler handles; what {@link #current} gives meanwhile
   * @param handler the work
   * @throws java.util.concurrent.RejectedExecutionException if the container is stopping
   */
  void execute(SipApplicationSession session, SipServletMessage message, Handler handler);

  /**
   * Runs blocking work of this application: a task that carries its context to any thread.
   *
   * @param work the work
   * @return the same work, in the application's context
   */
  Runnable contextual(Runnable work);

  /** Work that may fail as a SIP handler may. */
  @FunctionalInterface
  interface Handler {
    void handle() throws Exception;
  }
}
