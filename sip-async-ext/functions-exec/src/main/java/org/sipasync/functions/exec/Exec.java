package org.sipasync.functions.exec;

import java.util.List;
import java.util.Objects;

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
  private final ExecHost host;

  private Exec(ExecHost host) {
    this.host = host;
  }

  /** Creates an instance with its limits. */
  public static Exec of(ExecSettings settings) {
    return new Exec(new ExecHost(Objects.requireNonNull(settings, "settings")));
  }

  /**
   * Creates a run of a program.
   *
   * @param program its absolute path, a constant of the application
   * @param arguments its arguments; not null, without NUL
   * @throws IllegalArgumentException if one of them is invalid
   */
  public ExecCall run(String program, String... arguments) {
    return ExecCall.of(host, program, List.of(arguments));
  }

  /** Returns the number of programs running or waiting to start. */
  public int running() {
    return host.limit().inFlight();
  }

  /** Stops starting programs; running ones end with their own calls. */
  @Override
  public void close() {
    host.close();
  }
}
