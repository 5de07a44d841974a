package org.sipasync.testkit;

import java.nio.file.Path;

/** A server's process, which a test may kill, stop for a while, and start again. */
public abstract class ServerProgram implements AutoCloseable {
  final Path directory;
  private Process process;

  ServerProgram(String name) {
    directory = Programs.directory(name);
  }

  /** Starts the program and waits until it serves. */
  abstract Process launch();

  /** Starts it again after {@link #stop}. */
  public final void restart() {
    process = launch();
  }

  /** Ends it as a crash would. */
  public final void stop() {
    Programs.kill(process);
  }

  /** From now on it hangs, its connections open. */
  public final void pause() {
    Programs.freeze(process);
  }

  public final void goOn() {
    Programs.signal(process, "CONT");
  }

  @Override
  public final void close() {
    stop();
  }
}
