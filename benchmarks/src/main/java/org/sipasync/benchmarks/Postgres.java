package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary PostgreSQL server. The sample's table of users is a view: alice's row is immediate,
 * bob's takes 100 ms.
 */
final class Postgres implements AutoCloseable {
  private static final int START_TRIES = 100;
  private static final String USERS =
      """
      CREATE TABLE users (uid VARCHAR(64) PRIMARY KEY, credit BIGINT NOT NULL,
        ha1_md5 VARCHAR(32) NOT NULL, ha1_sha256 VARCHAR(64) NOT NULL);
      INSERT INTO users VALUES ('alice', 42, '-', '-'), ('bob', 7, '-', '-');
      CREATE VIEW sample_users AS SELECT u.* FROM users u, LATERAL
        (SELECT CASE WHEN u.uid = 'bob' THEN pg_sleep(0.1) END OFFSET 0) AS slow;
      CREATE RULE filled AS ON INSERT TO sample_users DO INSTEAD NOTHING;
      """;

  private final int port;
  private final Child child;

  private Postgres(int port, Child child) {
    this.port = port;
    this.child = child;
  }

  static Postgres start(Workshop workshop) throws IOException, InterruptedException {
    Path home = workshop.directory().resolve("postgres");
    Files.createDirectory(home);
    boolean isRoot = System.getProperty("user.name").equals("root");
    if (isRoot) { // PostgreSQL refuses to run as root
      Files.setOwner(
          home,
          home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
    }
    String data = home.resolve("data").toString();
    run(
        home,
        isRoot,
        "initdb",
        List.of(program("initdb"), "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "-N"));
    int port = workshop.freePort();
    Child child =
        workshop.keep(
            Child.start(
                workshop.directory(),
                "postgres",
                as(
                    isRoot,
                    List.of(
                        program("postgres"),
                        "-D",
                        data,
                        "-p",
                        Integer.toString(port),
                        "-h",
                        "127.0.0.1",
                        "-k",
                        home.toString(),
                        "-c",
                        "fsync=off",
                        "-c",
                        "max_connections=300"))));
    Postgres server = new Postgres(port, child);
    server.prepare(workshop.directory());
    return server;
  }

  private void prepare(Path directory) throws IOException, InterruptedException {
    for (int i = 0; ; i++) {
      try {
        psql(directory, "postgres", "CREATE DATABASE bench");
        break;
      } catch (IOException starting) {
        if (i == START_TRIES || !child.isAlive()) {
          throw starting;
        }
        Thread.sleep(100);
      }
    }
    psql(directory, "bench", USERS);
  }

  private void psql(Path directory, String database, String text)
      throws IOException, InterruptedException {
    Child.run(
        directory,
        "psql",
        List.of(
            program("psql"),
            "-q",
            "-h",
            "127.0.0.1",
            "-p",
            Integer.toString(port),
            "-U",
            "bench",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            database,
            "-c",
            text));
  }

  private static void run(Path home, boolean isRoot, String name, List<String> command)
      throws IOException, InterruptedException {
    Child.run(home, name, as(isRoot, command));
  }

  private static List<String> as(boolean isRoot, List<String> command) {
    List<String> all = new ArrayList<>();
    if (isRoot) {
      all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    all.addAll(command);
    return all;
  }

  /** Finds a server program, which Debian keeps off the path, by version. */
  private static String program(String name) throws IOException {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions
          .max(Comparator.comparing(Path::toString))
          .orElseThrow(() -> new IOException("PostgreSQL is missing"))
          .resolve("bin/" + name)
          .toString();
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    child.close();
  }
}
