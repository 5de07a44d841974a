package org.sipasync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Debian's server programs, started for a test and ended by it. */
final class Programs {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Programs() {}

  /**
   * Skips the test where a program is not installed; fails it where the environment says that the
   * servers are required, as {@code .ci/run} does.
   */
  static void require(String program) {
    boolean there = Files.isReadable(Path.of(program));
    if ("required".equals(System.getenv("SIP_ASYNC_SERVERS"))) {
      assertThat(there).as("%s is installed", program).isTrue();
    }
    Assumptions.assumeTrue(there, program + " is not installed: apt-get install it for this test");
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path directory(String name) {
    try {
      return Files.createTempDirectory("sip-async-" + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Process start(Path directory, List<String> command) {
    try {
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(directory.resolve("log").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a program that ends by itself, well. */
  static void awaitEnd(Process process, Path directory) {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(process.exitValue()).as(log(directory)).isZero();
  }

  /** Waits until a program listens on a TCP port of loopback. */
  static void awaitPort(Process process, Path directory, int port) {
    await(process, directory, () -> connects(port));
  }

  /** Waits until its log says something. */
  static void awaitLog(Process process, Path directory, String text) {
    await(process, directory, () -> log(directory).contains(text));
  }

  static void await(Process process, Path directory, java.util.function.BooleanSupplier up) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!up.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new AssertionError("the server does not start:\n" + log(directory));
      }
      pause();
    }
  }

  private static boolean connects(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String log(Path directory) {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException none) {
      return "";
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void signal(Process process, String name) {
    try {
      Process kill =
          new ProcessBuilder("/bin/kill", "-" + name, Long.toString(process.pid())).start();
      assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops all threads of a program, and waits until they stand: the signal alone takes a while. */
  static void freeze(Process process) {
    signal(process, "STOP");
    for (int i = 0; i < 200 && !isFrozen(process.pid()); i++) {
      pause();
    }
    assertThat(isFrozen(process.pid())).as("all threads of %s stopped", process).isTrue();
  }

  private static boolean isFrozen(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return threads.allMatch(thread -> state(thread.resolve("stat")).startsWith("T"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** State of a thread, behind its name, which is in parentheses. */
  private static String state(Path stat) {
    try {
      String line = Files.readString(stat);
      return line.substring(line.lastIndexOf(')') + 2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends a program and its child processes at once, as a crash would. */
  static void kill(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    try {
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
