package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A network namespace of its own for a program: nothing but loopback, with the addresses 10.77.0.1
 * to 5, which can be parted by routing rules. It ends with the program.
 */
final class Namespace {
  /** The rule for local addresses comes first otherwise, and no other one counts. */
  private static final String PREPARE =
      "ip link set lo up && ip rule add pref 100 lookup local && ip rule del pref 0"
          + " && for i in 1 2 3 4 5; do ip addr add 10.77.0.$i/32 dev lo; done";

  /** Command whose processes all end with the first one. */
  private static final List<String> UNSHARE =
      List.of("unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c");

  private Namespace() {}

  /**
   * Skips the test where no namespace may be made; fails it where the environment says that tests
   * must not be skipped, as {@code .ci/run} does.
   */
  static void require() {
    boolean isAllowed = isAllowed();
    if ("required".equals(System.getenv("SIP_ASYNC_SERVERS"))) {
      assertThat(isAllowed).as("network namespaces can be made: root, unshare and ip").isTrue();
    }
    Assumptions.assumeTrue(
        isAllowed, "no network namespace can be made: this test needs root, unshare and ip");
  }

  private static boolean isAllowed() {
    try {
      List<String> command = new ArrayList<>(UNSHARE);
      command.add(PREPARE);
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException noProgram) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Runs a class of the tests in a new namespace until it ends.
   *
   * @param log file for its output
   * @return its output
   * @throws AssertionError if it fails, or takes too long
   */
  static String run(Path log, Duration atMost, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(UNSHARE);
    command.add(PREPARE + " && exec \"$@\"");
    command.add("sh");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx512m"));
    for (String property : List.of("micro.jar", "sip.port", "java.io.tmpdir")) {
      command.add("-D" + property + "=" + System.getProperty(property));
    }
    String here = System.getProperty("java.class.path");
    command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", here)));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean hasEnded = process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(log);
    assertThat(hasEnded).as("ends within %s:\n%s", atMost, text).isTrue();
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }
}
