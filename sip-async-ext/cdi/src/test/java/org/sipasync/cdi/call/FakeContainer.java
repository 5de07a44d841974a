package org.sipasync.cdi.call;

import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.spi.Abandonment;
import org.sipasync.spi.SipApplicationContext;
import org.sipasync.spi.SuspendedMessage;

/**
 * A container with one application and one INVITE. What is resumed waits for {@link #runTurns}, as
 * for the session's turn; what has no message runs at once. Safe for use by many threads.
 */
final class FakeContainer implements SipApplicationContext {
  final SipServletRequest invite =
      (SipServletRequest)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {SipServletRequest.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getMethod" -> "INVITE";
                    case "getCallId" -> "call-1";
                    default -> null;
                  });

  private final Object servlet;
  private final ConcurrentLinkedQueue<Runnable> turns = new ConcurrentLinkedQueue<>();
  private Abandonment abandonment;

  /**
   * Creates a container.
   *
   * @param servlet the application's one SIP servlet, which has the routes
   */
  FakeContainer(Object servlet) {
    this.servlet = servlet;
  }

  /** Runs what has been put into the session's queue. */
  void runTurns() {
    for (Runnable turn = turns.poll(); turn != null; turn = turns.poll()) {
      turn.run();
    }
  }

  /** Ends the suspension, as a CANCEL does; false if there is none any more. */
  boolean abandon() {
    Abandonment told;
    synchronized (this) {
      told = abandonment;
      abandonment = null;
    }
    if (told != null) {
      told.abandoned();
    }
    return told != null;
  }

  private synchronized boolean isTaken() {
    boolean isSuspended = abandonment != null;
    abandonment = null;
    return isSuspended;
  }

  private static void run(Handler handler) {
    try {
      handler.handle();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized SuspendedMessage suspend(
      SipServletMessage message, String route, Serializable state, Abandonment told) {
    abandonment = told;
    return new SuspendedMessage() {
      @Override
      public void resume(String name, Handler handler) {
        turns.add(
            () -> {
              if (isTaken()) {
                run(handler);
              }
            });
      }

      @Override
      public void undo() {
        isTaken();
      }
    };
  }

  @Override
  public void execute(String name, Handler handler) {
    run(handler);
  }

  @Override
  public String name() {
    return "shop";
  }

  @Override
  public ClassLoader classLoader() {
    return getClass().getClassLoader();
  }

  @Override
  public Collection<Class<?>> servletClasses() {
    return List.of(servlet.getClass());
  }

  @Override
  public Optional<Object> servlet(Class<?> type) {
    return Optional.of(servlet);
  }

  @Override
  public Optional<SipServletMessage> current() {
    return Optional.empty();
  }

  @Override
  public Optional<String> currentHandler() {
    return Optional.empty();
  }

  @Override
  public Duration remainingLife(SipServletMessage message) {
    return null;
  }

  @Override
  public Runnable contextual(Runnable work) {
    return work;
  }
}
