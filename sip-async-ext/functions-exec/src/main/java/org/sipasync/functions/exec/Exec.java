package org.sipasync.functions.exec;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sipasync.support.ConcurrencyLimit;
import org.sipasync.support.DaemonThreads;

/**
 * Running programs as functions: OpenSIPS's {@code exec}.
 *
 * <pre>{@code
 * async.call(exec.run("/usr/bin/jq", "-r", ".route").input(json).into("route"))
 *      .deadline(ofMillis(500))
 *      .resume("routed");
 * }</pre>
 *
 * <p>A program gets an argument vector: no shell reads it, so nothing in an argument is a command.
 * What begins with a dash is an option to most programs: put {@code "--"} before arguments that
 * come from outside. The environment holds PATH, LANG and what the call adds.
 *
 * <p>Starting a program blocks for a millisecond or two; that is done by two threads of this
 * object, in turn. Its streams are read and written by NuProcess's event threads. At the deadline,
 * or when nobody waits any longer, the program and its descendants get TERM and, after a grace
 * period, KILL.
 *
 * <p>Return codes: 1 it ended with 0; -1 with anything else, or it could not start, or wrote too
 * much; -3 deadline; -4 too many run.
 *
 * <p>Safe for use by many threads.
 */
public final class Exec implements AutoCloseable {
  private static final int STARTERS = 2;
  private static final int IDLE_SECONDS = 10;

  private final ExecSettings settings;
  private final ConcurrencyLimit limit;
  private final ThreadPoolExecutor starters;
  private final ScheduledThreadPoolExecutor killer;

  private Exec(ExecSettings settings) {
    this.settings = settings;
    this.limit =
        new ConcurrencyLimit(settings.maxProcesses(), "programs", "sip.async.exec.max-processes");
    this.starters =
        new ThreadPoolExecutor(
            STARTERS,
            STARTERS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.maxProcesses()),
            DaemonThreads.named("sip-async-exec-start", Exec.class));
    starters.allowCoreThreadTimeOut(true);
    this.killer =
        new ScheduledThreadPoolExecutor(1, DaemonThreads.named("sip-async-exec-kill", Exec.class));
    killer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    killer.allowCoreThreadTimeOut(true);
  }

  /** Programs within bounds. */
  public static Exec of(ExecSettings settings) {
    return new Exec(Objects.requireNonNull(settings, "settings"));
  }

  /**
   * A program with its arguments.
   *
   * @param program its absolute path, a constant of the application
   * @param arguments what it is called with; none is null or holds a NUL
   * @throws IllegalArgumentException if one of them cannot be
   */
  public ExecCall run(String program, String... arguments) {
    return ExecCall.of(this, program, List.of(arguments));
  }

  /** How many run or wait to be started. */
  public int running() {
    return limit.inFlight();
  }

  ExecSettings settings() {
    return settings;
  }

  ConcurrencyLimit limit() {
    return limit;
  }

  Executor starters() {
    return starters;
  }

  ScheduledExecutorService killer() {
    return killer;
  }

  static Map<String, String> environment() {
    return Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C.UTF-8");
  }

  /** Starts nothing any more; what runs is ended by its own call's end. */
  @Override
  public void close() {
    starters.shutdown();
    killer.shutdown();
  }
}
