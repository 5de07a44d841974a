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
 * <p>A program receives an argument vector without a shell, so an argument cannot inject a command.
 * Most programs take a leading dash for an option: put {@code "--"} before untrusted arguments. The
 * environment contains PATH, LANG and the additions of the call.
 *
 * <p>Starting a program blocks for a millisecond or two, on one of two threads of this object.
 * NuProcess's event threads read and write its streams. At the deadline, or on an abort, the
 * program and its descendants get TERM and, after a grace period, KILL.
 *
 * <p>Return codes: 1 for exit code 0; -1 for other exit codes, or if it cannot start or writes too
 * much; -3 deadline; -4 limit of processes reached.
 *
 * <p>Thread-safe.
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

  /** Creates an instance with its limits. */
  public static Exec of(ExecSettings settings) {
    return new Exec(Objects.requireNonNull(settings, "settings"));
  }

  /**
   * Creates a run of a program.
   *
   * @param program its absolute path, a constant of the application
   * @param arguments its arguments; not null, without NUL
   * @throws IllegalArgumentException if one of them is invalid
   */
  public ExecCall run(String program, String... arguments) {
    return ExecCall.of(this, program, List.of(arguments));
  }

  /** Returns the number of programs running or waiting to start. */
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

  /** Stops starting programs; running ones end with their own calls. */
  @Override
  public void close() {
    starters.shutdown();
    killer.shutdown();
  }
}
