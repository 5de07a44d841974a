package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.sip.Call;
import org.sipasync.test.sip.SipPhone;

/** The runnable jar with the sample, as the README starts it. */
class RunnableJarTest extends InContainer {
  private static final Duration START = Duration.ofSeconds(90);

  @TempDir Path directory;

  private Process start(String... javaOptions) throws IOException {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(List.of(javaOptions));
    command.addAll(List.of("-jar", System.getProperty("micro.jar")));
    command.addAll(List.of("--deploy", System.getProperty("sample.war")));
    command.addAll(List.of("--autobindhttp", "--port", "18080"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private Path log() {
    return directory.resolve("log");
  }

  private void awaitLog(String text) {
    await().atMost(START).untilAsserted(() -> assertThat(Files.readString(log())).contains(text));
  }

  /**
   *
   *
   * <pre>
   * caller                    server
   *   │ INVITE pause 20 s ────▶│ async(sleep)
   *   │ MESSAGE pause 4 s ────▶│ async(sleep)
   *   │                        │ stopped
   *   │◀──── 503 to both       │
   * </pre>
   */
  @Test
  @Tag("A11")
  @DisplayName("A11: the log says what to know; a stop answers what is suspended 503")
  void startAndStop() throws Exception {
    Process server =
        start("-Dsip.listen=udp:127.0.0.1:%d,tcp:127.0.0.1:%d".formatted(SIP_PORT, SIP_PORT));
    try (SipPhone caller = phoneWhenUp()) {
      assertThat(Files.readString(log()))
          .contains("SIP listens on udp:127.0.0.1:" + SIP_PORT)
          .contains("SIP listens on tcp:127.0.0.1:" + SIP_PORT)
          .contains("SIP application sample is deployed: servlets sample; resume routes paused")
          .contains("Next: call it");
      Call call = caller.invite("pause;ms=20000");
      call.expect(100);
      var message = caller.request("MESSAGE", "pause;ms=4000");
      server.destroy();
      call.ackFailure(503);
      message.expect(503);
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      server.destroyForcibly();
    }
  }

  private SipPhone phoneWhenUp() {
    awaitLog("ready in");
    return phone("udp");
  }

  @Test
  @DisplayName("A malformed sip.listen is told in one line")
  void malformedListen() throws Exception {
    Process server = start("-Dsip.listen=udp:127.0.0.1");
    try {
      awaitLog(
          "SIP application sample did not start: SIPA-0101: sip.listen has the malformed entry");
    } finally {
      server.destroyForcibly();
    }
  }
}
