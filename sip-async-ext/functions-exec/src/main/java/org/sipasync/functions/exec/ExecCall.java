package org.sipasync.functions.exec;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;
import org.sipasync.support.ConcurrencyLimit;

/**
 * One run of a program. Its value is the program's standard output, as UTF-8. Immutable. Not
 * serialisable, because it references its {@link Exec}.
 */
public final class ExecCall implements AsyncFunction {
  private static final int MAX_ARGUMENT = 100_000;

  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C.UTF-8");

  private final ExecHost host;
  private final Program program;

  private ExecCall(ExecHost host, Program program) {
    this.host = host;
    this.program = program;
  }

  static ExecCall of(ExecHost host, String program, List<String> arguments) {
    if (!Path.of(checked(program)).isAbsolute()) {
      throw new IllegalArgumentException("a program must be an absolute path: " + program);
    }
    List<String> command = new ArrayList<>();
    command.add(program);
    arguments.forEach(argument -> command.add(checked(argument)));
    return new ExecCall(
        host, new Program(List.copyOf(command), ENVIRONMENT, null, new byte[0], null, null));
  }

  private static String checked(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an argument must not contain NUL");
    }
    if (text.length() > MAX_ARGUMENT) {
      throw new IllegalArgumentException(
          "an argument of " + text.length() + " characters is longer than " + MAX_ARGUMENT);
    }
    return text;
  }

  private ExecCall with(
      Map<String, String> environment,
      Path directory,
      byte[] input,
      String errorAvp,
      String exitAvp) {
    return new ExecCall(
        host, new Program(program.command(), environment, directory, input, errorAvp, exitAvp));
  }

  /** Sets the program's standard input, as UTF-8; not null. */
  public ExecCall input(String text) {
    return with(
        program.environment(),
        program.directory(),
        text.getBytes(StandardCharsets.UTF_8),
        program.errorAvp(),
        program.exitAvp());
  }

  /**
   * Adds a variable to the program's environment.
   *
   * @param name without {@code =}; not null
   * @param value not null
   */
  public ExecCall environment(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("invalid name of an environment variable: " + name);
    }
    Map<String, String> more = new LinkedHashMap<>(program.environment());
    more.put(checked(name), checked(value));
    return with(
        Map.copyOf(more),
        program.directory(),
        program.input(),
        program.errorAvp(),
        program.exitAvp());
  }

  /** Sets the program's working directory, a constant of the application; not null. */
  public ExecCall directory(Path path) {
    Objects.requireNonNull(path, "path");
    return with(
        program.environment(), path, program.input(), program.errorAvp(), program.exitAvp());
  }

  /** Stores standard error in an AVP, as UTF-8. */
  public ExecCall errorInto(String avp) {
    Objects.requireNonNull(avp, "avp");
    return with(
        program.environment(), program.directory(), program.input(), avp, program.exitAvp());
  }

  /** Stores the exit status in an AVP, an {@code Integer}; 128 and above for signals. */
  public ExecCall exitInto(String avp) {
    Objects.requireNonNull(avp, "avp");
    return with(
        program.environment(), program.directory(), program.input(), program.errorAvp(), avp);
  }

  @Override
  public String name() {
    return "exec";
  }

  @Override
  public Started start(Operation operation) {
    ConcurrencyLimit.Permit permit;
    try {
      permit = host.limit().acquire();
    } catch (RejectedExecutionException full) {
      return new Started.NotStarted(ReturnCodes.SHED, full);
    }
    Run run = new Run(program, host, permit);
    try {
      host.starters().execute(run::start);
    } catch (RejectedExecutionException closed) {
      permit.release();
      return new Started.NotStarted(ReturnCodes.SHED, closed);
    }
    return new Started.OnCompletion(run.result(), run::abort);
  }

  /** Omits arguments and environment, which may be secrets. */
  @Override
  public String toString() {
    return "exec " + program.command().get(0);
  }
}
