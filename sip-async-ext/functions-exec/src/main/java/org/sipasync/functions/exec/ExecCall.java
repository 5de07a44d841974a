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

  private final Exec exec;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path directory;
  private final byte[] input;
  private final String errorAvp;
  private final String exitAvp;

  private ExecCall(
      Exec exec,
      List<String> command,
      Map<String, String> environment,
      Path directory,
      byte[] input,
      String errorAvp,
      String exitAvp) {
    this.exec = exec;
    this.command = command;
    this.environment = environment;
    this.directory = directory;
    this.input = input;
    this.errorAvp = errorAvp;
    this.exitAvp = exitAvp;
  }

  static ExecCall of(Exec exec, String program, List<String> arguments) {
    if (!Path.of(checked(program)).isAbsolute()) {
      throw new IllegalArgumentException("a program must be an absolute path: " + program);
    }
    List<String> command = new ArrayList<>();
    command.add(program);
    arguments.forEach(argument -> command.add(checked(argument)));
    return new ExecCall(
        exec, List.copyOf(command), Exec.environment(), null, new byte[0], null, null);
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

  /** Sets the program's standard input, as UTF-8; not null. */
  public ExecCall input(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new ExecCall(exec, command, environment, directory, bytes, errorAvp, exitAvp);
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
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(checked(name), checked(value));
    return new ExecCall(exec, command, Map.copyOf(more), directory, input, errorAvp, exitAvp);
  }

  /** Sets the program's working directory, a constant of the application; not null. */
  public ExecCall directory(Path path) {
    Objects.requireNonNull(path, "path");
    return new ExecCall(exec, command, environment, path, input, errorAvp, exitAvp);
  }

  /** Stores standard error in an AVP, as UTF-8. */
  public ExecCall errorInto(String avp) {
    Objects.requireNonNull(avp, "avp");
    return new ExecCall(exec, command, environment, directory, input, avp, exitAvp);
  }

  /** Stores the exit status in an AVP, an {@code Integer}; 128 and above for signals. */
  public ExecCall exitInto(String avp) {
    Objects.requireNonNull(avp, "avp");
    return new ExecCall(exec, command, environment, directory, input, errorAvp, avp);
  }

  Exec exec() {
    return exec;
  }

  List<String> command() {
    return command;
  }

  Map<String, String> environment() {
    return environment;
  }

  Path directory() {
    return directory;
  }

  byte[] input() {
    return input;
  }

  String errorAvp() {
    return errorAvp;
  }

  String exitAvp() {
    return exitAvp;
  }

  @Override
  public String name() {
    return "exec";
  }

  @Override
  public Started start(Operation operation) {
    ConcurrencyLimit.Permit permit;
    try {
      permit = exec.limit().acquire();
    } catch (RejectedExecutionException full) {
      return new Started.NotStarted(ReturnCodes.SHED, full);
    }
    Run run = new Run(this, permit);
    try {
      exec.starters().execute(run::start);
    } catch (RejectedExecutionException closed) {
      permit.release();
      return new Started.NotStarted(ReturnCodes.SHED, closed);
    }
    return new Started.OnCompletion(run.result(), run::abort);
  }

  /** Omits arguments and environment, which may be secrets. */
  @Override
  public String toString() {
    return "exec " + command.get(0);
  }
}
