package org.sipasync.payara.own;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.servlet.sip.SipApplicationSession;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.ApplicationContext;
import org.sipasync.container.session.Timers;
import org.sipasync.spi.ContextScope;
import org.sipasync.support.Failures;
import org.sipasync.support.LimitedLog;

/**
 * Works of one application that run in the turns of its application sessions. Thread-safe.
 *
 * <pre>
 *             ┌── its turn has come ──────────────────▶ RUNNING ──▶ DONE or FAILED
 *   WAITING ──┤
 *             └── session over, 30 s, undeployment ───▶ FAILED, never runs
 * </pre>
 */
final class SessionTurns {
  static final Duration MAX_WAIT = Duration.ofSeconds(30);

  /** Name of the works in logs and contexts. */
  static final String NAME = "sessions.run";

  private static final Logger LOG = System.getLogger("org.sipasync");

  private final LimitedLog failures = new LimitedLog(LOG);
  private final Set<Turn<?>> waiting = ConcurrentHashMap.newKeySet();
  private final String application;
  private final ApplicationContext context;
  private final Supplier<ContextScope> scopes;
  private final Timers timers;
  private final Executor threads;
  private final int max;
  private volatile boolean closed;

  /**
   * Starts without works.
   *
   * @param context what the works run in
   * @param scopes opens the engine's scope around each
   * @param threads tell of works that came too late
   * @param max works that may wait for their turns
   */
  SessionTurns(
      String application,
      ApplicationContext context,
      Supplier<ContextScope> scopes,
      Timers timers,
      Executor threads,
      int max) {
    this.application = application;
    this.context = context;
    this.scopes = scopes;
    this.timers = timers;
    this.threads = threads;
    this.max = max;
  }

  /**
   * Enqueues work in a session's turn.
   *
   * @throws SipAsyncException SIPA-0030 to 0032 if it is refused
   */
  <T> CompletionStage<T> call(SipApplicationSession session, Callable<T> work) {
    AppSession own = own(session);
    if (closed || !own.isValid()) {
      throw over(own);
    }
    if (waiting.size() >= max) {
      throw Problem.TOO_MUCH_WORK.exception(own.getId(), max, application);
    }
    Turn<T> turn = new Turn<>(own, work);
    turn.enqueue();
    if (closed) { // meanwhile
      turn.refuse();
    }
    return turn.end;
  }

  private AppSession own(SipApplicationSession session) {
    if (session instanceof AppSession own && own.getApplicationName().equals(application)) {
      return own;
    }
    throw Problem.FOREIGN_SESSION.exception(
        application, session.getId(), session.getApplicationName());
  }

  private SipAsyncException over(AppSession session) {
    return Problem.SESSION_OVER.exception(session.getId(), application);
  }

  /** Fails what still waits: the application goes. */
  void close() {
    closed = true;
    waiting.forEach(Turn::refuse);
  }

  /** One work, from its call to its end. */
  private final class Turn<T> {
    private final CompletableFuture<T> end = new CompletableFuture<>();
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AppSession session;
    private final Callable<T> work;
    private volatile Timers.Handle timer;

    Turn(AppSession session, Callable<T> work) {
      this.session = session;
      this.work = work;
    }

    void enqueue() {
      timer = timers.after(MAX_WAIT, this::tooLate);
      waiting.add(this);
      session.execute(this::run, this::refuse);
    }

    /** True for one caller: the turn, or what ends the waiting. */
    private boolean take() {
      if (!taken.compareAndSet(false, true)) {
        return false;
      }
      waiting.remove(this);
      timer.cancel();
      return true;
    }

    private void run() {
      if (take() && !end.isDone()) { // unless its caller has cancelled it
        inContext(this::work);
      }
    }

    /** The scope is closed first: a call that the work forgets is a failure of the work. */
    private void work() {
      try {
        end.complete(inScope());
      } catch (Throwable e) { // whatever an application throws: the lane goes on
        String line = NAME + " of application " + application + " failed: " + Failures.describe(e);
        failures.log(Level.ERROR, e.getClass().getName(), line);
        LOG.log(Level.DEBUG, line, e);
        end.completeExceptionally(e);
      }
    }

    private T inScope() throws Exception {
      try (ContextScope scope = scopes.get()) {
        try {
          return work.call();
        } catch (Exception | Error e) {
          scope.failed(e);
          throw e;
        }
      }
    }

    /** On the timers' thread, where nothing of the application runs. */
    private void tooLate() {
      if (take()) {
        threads.execute(() -> fail(Problem.TURN_TOO_LATE.exception(session.getId(), MAX_WAIT)));
      }
    }

    void refuse() {
      if (take()) {
        fail(over(session));
      }
    }

    private void fail(SipAsyncException failure) {
      inContext(() -> end.completeExceptionally(failure));
    }

    private void inContext(Runnable code) {
      try {
        context.run(null, NAME, code::run);
      } catch (Exception e) {
        end.completeExceptionally(e);
      }
    }
  }
}
