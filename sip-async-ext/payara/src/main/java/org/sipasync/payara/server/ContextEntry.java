package org.sipasync.payara.server;

import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.sipasync.Problem;
import org.sipasync.spi.SipApplicationContext.Handler;
import org.sipasync.support.LimitedLog;

/**
 * Entry of threads into one WAR's context: class loader, JNDI, CDI, security.
 *
 * <p>To enter it costs Payara a sixth of what a request costs in all. So a container thread stays
 * in the context of the application that it ran last, for a second at most, and whoever wants to
 * enter the context that its thread is in already need not (ADR 24).
 */
public final class ContextEntry {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final LimitedLog LIMITED = new LimitedLog(LOG);
  private static final long STAY_NANOS = 1_000_000_000;

  /** Place of the thread: in the context of one application, or of none. */
  private static final ThreadLocal<Place> PLACE = ThreadLocal.withInitial(Place::new);

  private final String application;
  private final ClassLoader loader;
  private final BooleanSupplier isStopping;
  private final Executor executor;
  private final UserTransaction transaction;

  /**
   * Describes a WAR's context.
   *
   * @param application its name, for the log
   * @param loader its class loader
   * @param isStopping true if no thread is to stay in the context
   * @param executor runs work in the context, on the calling thread
   * @param transaction the WAR's
   */
  public ContextEntry(
      String application,
      ClassLoader loader,
      BooleanSupplier isStopping,
      Executor executor,
      UserTransaction transaction) {
    this.application = application;
    this.loader = loader;
    this.isStopping = isStopping;
    this.executor = executor;
    this.transaction = transaction;
  }

  /** Runs work in the context, on this thread. */
  public void run(Handler work) throws Exception {
    Place place = PLACE.get();
    if (place.current == this) {
      Thread.currentThread().setContextClassLoader(loader);
      work.handle();
    } else {
      enter(place, work);
    }
  }

  /** Work that runs in the context, on whatever thread. */
  public Runnable contextual(Runnable work) {
    return () -> executor.execute(work);
  }

  /**
   * Runs rounds of a loop, in which handlers may run: one, and further ones for as long as the
   * thread then stays in an application's context.
   */
  public static void stayFor(BooleanSupplier round) {
    if (!round.getAsBoolean()) {
      return;
    }
    try {
      stay(round::getAsBoolean);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stays in the context of the application that the thread has run since this was asked. */
  static void stay(Callable<Boolean> turn) throws InterruptedException {
    Place place = PLACE.get();
    place.stays = true;
    ContextEntry last = place.takeLast();
    if (last != null) {
      last.stayWhile(place, turn);
    }
  }

  /**
   * Runs turns in the context: until there was none or it was another application's, for a second
   * at most. What handlers leave behind in the context is cleared away at its end.
   */
  private void stayWhile(Place place, Callable<Boolean> turn) throws InterruptedException {
    long end = System.nanoTime() + STAY_NANOS;
    try {
      enter(
          place,
          () -> {
            do {
              place.takeLast();
            } while (!isStopping.getAsBoolean()
                && System.nanoTime() - end < 0
                && turn.call()
                && place.wasOnlyIn(this));
          });
      place.takeLast();
    } catch (InterruptedException stop) {
      throw stop;
    } catch (Exception e) {
      if (!isStopping.getAsBoolean()) {
        LOG.log(Level.WARNING, "The context of application " + application + " was left", e);
      }
    }
  }

  private void enter(Place place, Handler work) throws Exception {
    Exception[] failure = new Exception[1];
    executor.execute(
        () -> {
          ContextEntry outer = place.current;
          place.current = this;
          place.last = place.stays ? this : null;
          try {
            work.handle();
          } catch (Exception e) {
            failure[0] = e;
          } finally {
            place.current = outer;
          }
        });
    if (failure[0] != null) {
      throw failure[0];
    }
  }

  /**
   * Rolls back a transaction that a handler leaves, so that the next one on its thread does not get
   * it (Jakarta EE 10, EE.4.2.1). Call it in the context, at the handler's end.
   */
  void endTransaction(String handler) {
    try {
      if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
        String line = Problem.TRANSACTION_LEFT.message(handler, application);
        LIMITED.log(Level.WARNING, line, line);
        transaction.rollback();
      }
    } catch (SystemException | RuntimeException e) {
      LOG.log(Level.ERROR, "The transaction that " + handler + " left could not be ended", e);
    }
  }

  /** Of one thread. */
  private static final class Place {
    ContextEntry current;
    ContextEntry last;
    boolean stays; // else nobody would ever ask for the last, and it would be kept

    /** The one entered last since this was asked, or null. */
    ContextEntry takeLast() {
      ContextEntry taken = last;
      last = null;
      return taken;
    }

    boolean wasOnlyIn(ContextEntry entry) {
      return last == null || last == entry;
    }
  }
}
