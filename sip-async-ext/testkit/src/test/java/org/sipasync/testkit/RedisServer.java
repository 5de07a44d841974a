package org.sipasync.testkit;

import java.util.List;

/** Debian's Redis on a port of loopback, without persistence. */
public final class RedisServer extends ServerProgram {
  static final String PROGRAM = "/usr/bin/redis-server";

  private final int port;
  private final List<String> options;

  private RedisServer(int port, List<String> options) {
    super("redis");
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

  @Override
  Process launch() {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(PROGRAM, "--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--appendonly", "no"));
    command.addAll(options);
    Process process = Programs.start(directory, command);
    Programs.awaitPort(process, directory, port);
    return process;
  }

  public int port() {
    return port;
  }
}
