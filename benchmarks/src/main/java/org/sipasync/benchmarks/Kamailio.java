package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Kamailio from Debian, with {@code benchmarks/kamailio/kamailio.cfg}. */
final class Kamailio implements Target {
  private static final Duration START = Duration.ofSeconds(20);

  private final int port;
  private final Child child;

  private Kamailio(int port, Child child) {
    this.port = port;
    this.child = child;
  }

  static Kamailio start(Workshop workshop) throws IOException, InterruptedException {
    int port = workshop.freePort();
    Path config = workshop.directory().resolve("kamailio.cfg");
    String template = Files.readString(workshop.root().resolve("benchmarks/kamailio/kamailio.cfg"));
    Files.writeString(
        config, template.replace("@PORT@", Integer.toString(port)).replace("@MODULES@", modules()));
    Child child =
        workshop.keep(
            Child.start(
                workshop.directory(),
                "kamailio",
                List.of("kamailio", "-f", config.toString(), "-DD", "-E", "-m", "512", "-M", "8")));
    Probe.awaitAnswer(port, "base", START, child);
    return new Kamailio(port, child);
  }

  /** Debian keeps them in a directory named after the machine's architecture. */
  private static String modules() throws IOException {
    try (Stream<Path> found = Files.find(Path.of("/usr/lib"), 4, (p, a) -> p.endsWith("tm.so"))) {
      return found
          .findFirst()
          .map(module -> module.getParent() + "/")
          .orElseThrow(() -> new IOException("Kamailio's modules are missing"));
    }
  }

  @Override
  public String name() {
    return "kamailio";
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
    return Pauses.NONE;
  }

  @Override
  public void close() {
    child.close();
  }
}
