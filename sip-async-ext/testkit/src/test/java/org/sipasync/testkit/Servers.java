package org.sipasync.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Detects installed server programs for tests. */
public final class Servers {
  private Servers() {}

  /**
   * Returns true if programs are installed, or required.
   *
   * @param programs their absolute paths
   */
  public static boolean have(String... programs) {
    return "required".equals(System.getenv("SIP_ASYNC_SERVERS"))
        || Stream.of(programs).allMatch(program -> Files.isExecutable(Path.of(program)));
  }

  /** Skips the test where a program is not installed; fails it where programs are required. */
  public static void require(String program) {
    Programs.require(program);
  }

  /**
   * For {@code @EnabledIf}: true as well where they are required, so that their lack is a failure.
   */
  public static boolean installed() {
    return have(RedisServer.PROGRAM, Slapd.PROGRAM, FreeRadius.PROGRAM);
  }
}
