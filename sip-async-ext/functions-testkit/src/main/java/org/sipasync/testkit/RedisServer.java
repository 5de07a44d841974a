package org.sipasync.testkit;

import java.nio.file.Path;
import java.util.List;

/** Debian's Redis on a port of loopback, without persistence. */
public final class RedisServer implements AutoCloseable {
  static final String PROGRAM = "/usr/bin/redis-server";

  private final Path directory = Programs.directory("redis");
  private final int port;
  private final List<String> options;
  private Process process;

  private RedisServer(int port, List<String> options) {
    this.port = port;
    this.options = options;
  }

  /** Starts it; skips the test if it is not installed. */
  public static RedisServer start(String... options) {
    Programs.require(PROGRAM);
    RedisServer server = new RedisServer(Programs.freePort(), List.of(options));
    server.restart();
    return server;
  }

  /** Starts it again after {@link #stop}. */
  public void restart() {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(PROGRAM, "--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--appendonly", "no"));
    command.addAll(options);
    process = Programs.start(directory, command);
    Programs.awaitPort(process, directory, port);
  }

  public int port() {
    return port;
  }

  /** Ends it as a crash would. */
  public void stop() {
    Programs.kill(process);
  }

  /** From now on it hangs, its connections open. */
  public void pause() {
    Programs.signal(process, "STOP");
  }

  public void goOn() {
    Programs.signal(process, "CONT");
  }

  @Override
  public void close() {
    stop();
  }
}
