package org.sipasync.sip.uas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.sip.transport.TransportCounters.Counter;

/** SIPp and sipsak, where they are installed, against transports and transactions. */
@Tag("load")
class OtherAgentsTest {
  @TempDir Path directory;

  /** Runs a program for a minute at most; returns its exit code. */
  private int run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended in time").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void assumeInstalled(String program) {
    assumeTrue(new File("/usr/bin/" + program).canExecute(), program + " is not installed");
  }

  private int sipp(RunningServer server, String transport, String... more)
      throws IOException, InterruptedException {
    assumeInstalled("sipp");
    int port = server.port(transport.equals("u1") ? "udp" : "tcp");
    List<String> command =
        new ArrayList<>(List.of("sipp", "127.0.0.1:" + port, "-i", "127.0.0.1", "-nostdin"));
    command.addAll(List.of("-t", transport, "-timeout", "50"));
    command.addAll(List.of(more));
    return run(command);
  }

  private String scenario(String name) throws IOException {
    Path file = directory.resolve(name);
    try (var in = OtherAgentsTest.class.getResourceAsStream("/sipp/" + name)) {
      Files.copy(in, file);
    }
    return file.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"u1", "t1", "tn"})
  void calls(String transport) throws Exception {
    try (RunningServer server = new RunningServer(Duration.ZERO)) {
      int code =
          sipp(server, transport, "-sn", "uac", "-r", "100", "-m", "300", "-max_socket", "400");
      assertThat(code).isZero();
      assertThat(server.ask(UserAgentServer::calls)).isZero();
      assertThat(server.ask(open -> open.transports().counters().get(Counter.MALFORMED))).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"u1", "t1"})
  void cancelledCalls(String transport) throws Exception {
    try (RunningServer server = new RunningServer(Duration.ofSeconds(-1))) {
      int code = sipp(server, transport, "-sf", scenario("cancel.xml"), "-r", "100", "-m", "300");
      assertThat(code).isZero();
      assertThat(server.ask(UserAgentServer::calls)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"u1", "t1"})
  void options(String transport) throws Exception {
    try (RunningServer server = new RunningServer(Duration.ZERO)) {
      int code =
          sipp(server, transport, "-sf", scenario("options.xml"), "-r", "1000", "-m", "10000");
      assertThat(code).isZero();
    }
  }

  @Test
  void sipsak() throws Exception {
    assumeInstalled("sipsak");
    try (RunningServer server = new RunningServer(Duration.ZERO)) {
      assertThat(run(List.of("sipsak", "-s", "sip:x@127.0.0.1:" + server.udp))).isZero();
      assertThat(run(List.of("sipsak", "-E", "tcp", "-s", "sip:x@127.0.0.1:" + server.tcp)))
          .isZero();
    }
  }
}
