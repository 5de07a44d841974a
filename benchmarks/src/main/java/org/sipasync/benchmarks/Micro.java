package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Our server with a WAR: the runnable jar in a JVM of its own. */
final class Micro implements Target {
  private static final Duration START = Duration.ofSeconds(180);
  private static final String LOOPBACK =
      "set configs.config.server-config.network-config.network-listeners"
          + ".network-listener.http-listener.address=127.0.0.1\n";

  private final Setup setup;
  private final Path directory;
  private final int port;
  private final Path gc;
  private final Child child;
  private final double startSeconds;

  private Micro(Setup setup, Path directory, int port, Path gc, Child child, double startSeconds) {
    this.setup = setup;
    this.directory = directory;
    this.port = port;
    this.gc = gc;
    this.child = child;
    this.startSeconds = startSeconds;
  }

  /** Start-up parameters of a server. */
  record Setup(String name, Path java, Path war, List<String> javaOptions, Services services) {
    /** Creates parameters for this JVM's own Java. */
    Setup(String name, Path war, List<String> javaOptions, Services services) {
      this(name, Path.of(System.getProperty("java.home")), war, javaOptions, services);
    }
  }

  /** Starts it and waits until it answers. */
  static Micro start(Workshop workshop, Setup setup) throws IOException, InterruptedException {
    int port = workshop.freePort();
    Path gc = workshop.directory().resolve(setup.name() + ".gc");
    Path boot = workshop.directory().resolve("loopback.asadmin");
    Files.writeString(boot, LOOPBACK);
    List<String> command = new ArrayList<>(List.of(program(setup.java(), "java")));
    command.addAll(setup.javaOptions());
    command.addAll(setup.services().options());
    command.addAll(
        List.of(
            "-Xlog:gc,gc+phases:file=" + gc + ":tm:filecount=0",
            "-Dh2.bindAddress=127.0.0.1",
            "-Dsip.listen=udp:127.0.0.1:" + port + ",tcp:127.0.0.1:" + port,
            "-jar",
            workshop.root().resolve("sip-async-ext/dist/target/sip-async-micro.jar").toString(),
            "--prebootcommandfile",
            boot.toString(),
            "--deploy",
            setup.war().toString(),
            "--port",
            Integer.toString(workshop.freePort())));
    long begin = System.nanoTime();
    Child child = workshop.keep(Child.start(workshop.directory(), setup.name(), command));
    Probe.awaitAnswer(port, "cdr", START, child);
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Micro(setup, workshop.directory(), port, gc, child, seconds);
  }

  static String java() {
    return program(Path.of(System.getProperty("java.home")), "java");
  }

  private static String program(Path java, String name) {
    return java.resolve("bin").resolve(name).toString();
  }

  @Override
  public Allocation allocation() throws IOException, InterruptedException {
    String pid = Long.toString(child.handle().pid());
    return Allocation.parse(
        Child.run(
            directory, "jcmd", List.of(program(setup.java(), "jcmd"), pid, "Thread.print", "-e")));
  }

  /** Returns the time from start to the first answer. */
  double startSeconds() {
    return startSeconds;
  }

  @Override
  public String name() {
    return setup.name();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public ProcessHandle process() {
    return child.handle();
  }

  @Override
  public Pauses pauses(long fromMillis, long toMillis) {
    return Pauses.read(gc, fromMillis, toMillis);
  }

  @Override
  public void close() {
    child.close();
  }
}
