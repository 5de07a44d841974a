package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The HTTP backend and PostgreSQL, started and checked. */
final class Surroundings {
  private static final int CONNECTIONS = 1000;
  private static final Path CLASSES = Path.of("benchmarks/target/classes");

  private final Workshop workshop;
  private final int backend;
  private final Postgres database;

  private Surroundings(Workshop workshop, int backend, Postgres database) {
    this.workshop = workshop;
    this.backend = backend;
    this.database = database;
  }

  static Surroundings start(Workshop workshop) throws IOException, InterruptedException {
    Postgres database = Postgres.start(workshop);
    int port = workshop.freePort();
    workshop.keep(
        Child.start(
            workshop.directory(),
            "backend",
            java(workshop, HttpBackend.class, Integer.toString(port))));
    Thread.sleep(Duration.ofSeconds(1).toMillis());
    return new Surroundings(workshop, port, database);
  }

  private static List<String> java(Workshop workshop, Class<?> main, String... arguments) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Micro.java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                workshop.root().resolve(CLASSES).toString(),
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  Services services() {
    return new Services(backend, database.port());
  }

  /** Measures the backend alone: requests per second and latency. */
  Row backendLoad(int seconds) throws IOException, InterruptedException {
    String[] figures =
        Child.run(
                workshop.directory(),
                "backend-load",
                java(
                    workshop,
                    HttpLoad.class,
                    Integer.toString(backend),
                    Integer.toString(CONNECTIONS),
                    Integer.toString(seconds)))
            .trim()
            .split(" ");
    return new Row()
        .with("kind", "backend")
        .with("target", "backend")
        .with("case", "http")
        .with("offered", CONNECTIONS * 10)
        .with("achieved", figures[0])
        .with("p50", figures[1])
        .with("p99", figures[2]);
  }

  /** Starts a server with the sample. */
  Micro sample(String name, List<String> javaOptions) throws IOException, InterruptedException {
    return sample(name, Path.of(System.getProperty("java.home")), javaOptions);
  }

  /**
   * Starts a server with the sample on another JDK.
   *
   * @param java its home
   */
  Micro sample(String name, Path java, List<String> javaOptions)
      throws IOException, InterruptedException {
    Path war = workshop.root().resolve("sample-app/target/sample-app.war");
    return Micro.start(workshop, new Micro.Setup(name, java, war, javaOptions, services()));
  }
}
