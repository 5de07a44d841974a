package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** User agent server of sip-stack's tests, in a JVM of its own: the stack without a container. */
final class StackServer implements Target {
  private static final Duration START = Duration.ofSeconds(30);
  private static final String MAIN = "org.sipasync.sip.uas.UserAgentServer";

  private final int port;
  private final Path gc;
  private final Child child;

  private StackServer(int port, Path gc, Child child) {
    this.port = port;
    this.gc = gc;
    this.child = child;
  }

  static StackServer start(Workshop workshop, List<String> javaOptions)
      throws IOException, InterruptedException {
    int port = workshop.freePort();
    Path gc = workshop.directory().resolve("stack.gc");
    List<String> command = new ArrayList<>(List.of(Micro.java()));
    command.addAll(javaOptions);
    command.addAll(
        List.of(
            "-Xlog:gc,gc+phases:file=" + gc + ":tm:filecount=0",
            "-cp",
            workshop.root().resolve("benchmarks/target/lib") + "/*",
            MAIN,
            Integer.toString(port)));
    Child child = workshop.keep(Child.start(workshop.directory(), "stack", command));
    Probe.awaitAnswer(port, "base", START, child);
    return new StackServer(port, gc, child);
  }

  @Override
  public String name() {
    return "stack";
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
