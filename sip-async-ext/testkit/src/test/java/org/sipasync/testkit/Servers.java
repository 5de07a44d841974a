package org.sipasync.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether the server programs that tests need are installed. */
public final class Servers {
  private Servers() {}

  /**
   * Whether programs are installed; true as well where they are required.
   *
   * @param programs their absolute paths
   */
  public static boolean have(String... programs) {
    return "required".equals(System.getenv("SIP_ASYNC_SERVERS"))
        || Stream.of(programs).allMatch(program -> Files.isExecutable(Path.of(program)));
  }

  /**
   * For {@code @EnabledIf}: true as well where they are required, so that their lack is a failure.
   */
  public static boolean installed() {
    return have(RedisServer.PROGRAM, Slapd.PROGRAM, FreeRadius.PROGRAM);
  }
}
