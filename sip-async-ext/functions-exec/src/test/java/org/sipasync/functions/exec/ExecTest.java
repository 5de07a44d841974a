package org.sipasync.functions.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.SipAsyncException;
import org.sipasync.core.Engine;
import org.sipasync.core.EngineSettings;
import org.sipasync.core.Operation;
import org.sipasync.core.OperationRequest;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.testkit.Runs;

/** With real processes. */
@Tag("F3")
class ExecTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String SH = "/bin/sh";

  @TempDir Path directory;

  private final Engine engine = new Engine(new EngineSettings(2, 10_000, 10_000));
  private final Exec exec = Exec.of(new ExecSettings(600, 1 << 20, Duration.ofMillis(200)));

  @AfterEach
  void nothingIsLeft() {
    await().untilAsserted(() -> assertThat(engine.inFlight()).isZero());
    await().atMost(Duration.ofSeconds(20)).until(() -> exec.running() == 0);
    engine.close();
    exec.close();
  }

  private CompletableFuture<Result> start(AsyncFunction function, Duration deadline) {
    return Runs.start(engine, function, deadline).resumed;
  }

  private Result result(AsyncFunction function) throws Exception {
    return start(function, LONG).get(60, TimeUnit.SECONDS);
  }

  @Test
  void done() throws Exception {
    Result result =
        result(
            exec.run(SH, "-c", "cat; echo problem >&2; exit 0")
                .input("grüße\n")
                .errorInto("err")
                .exitInto("status")
                .into("out"));
    assertThat(result.returnCode()).isEqualTo(1);
    assertThat(result.outputs())
        .containsEntry("out", "grüße\n")
        .containsEntry("err", "problem\n")
        .containsEntry("status", 0);
  }

  @Test
  void failed() throws Exception {
    Result result = result(exec.run(SH, "-c", "echo so far; exit 3").exitInto("status"));
    assertThat(result.returnCode()).isEqualTo(-1);
    assertThat(result.outputs()).containsEntry("status", 3);
    assertThat(result.value()).isEqualTo("so far\n");
    assertThat(result.cause()).hasMessage("/bin/sh ended with status 3");
    Result missing = result(exec.run("/no/such/program"));
    assertThat(missing.cause()).hasMessage("/no/such/program does not exist or is not executable");
    Path script = Files.writeString(directory.resolve("broken"), "#!/no/such/interpreter\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    assertThat(result(exec.run(script.toString())).returnCode()).isEqualTo(-1);
  }

  @Test
  @DisplayName("Environment and directory are what the call says")
  void surroundings() throws Exception {
    Result result =
        result(exec.run("/usr/bin/env").environment("CALLER", "a=b;c").directory(directory));
    assertThat(((String) result.value()).lines())
        .containsExactlyInAnyOrder(
            "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "CALLER=a=b;c");
    assertThat(result(exec.run("/bin/pwd").directory(directory)).value())
        .isEqualTo(directory.toRealPath() + "\n");
  }

  @ParameterizedTest(name = "hostile argument {0} stays an argument")
  @ValueSource(
      strings = {"; rm -rf /", "$(id)", "`id`", "${IFS}", "a\nb\r\nc", "'\"", "|| id", "> /tmp/x"})
  void hostileArguments(String argument) throws Exception {
    assertThat(result(exec.run("/usr/bin/printf", "%s", argument)).value()).isEqualTo(argument);
  }

  @Test
  void refused() {
    assertThatThrownBy(() -> exec.run("sh")).hasMessageContaining("absolute path: sh");
    assertThatThrownBy(() -> exec.run(SH, "a\0b")).hasMessageContaining("NUL");
    assertThatThrownBy(() -> exec.run(SH, "x".repeat(100_001))).hasMessageContaining("100001");
    assertThatThrownBy(() -> exec.run(SH).environment("A=B", "x")).hasMessageContaining("A=B");
    assertThatThrownBy(() -> new ExecSettings(0, 1, Duration.ZERO))
        .isInstanceOf(SipAsyncException.class)
        .hasMessage(
            "SIPA-0103: sip.async.exec.max-processes has the value \"0\": it must be a whole"
                + " number from 1 to 100000.");
    assertThat(exec.run(SH, "secret")).hasToString("exec /bin/sh");
  }

  @Test
  @DisplayName("A megabyte goes through both pipes")
  void largeInputAndOutput() throws Exception {
    String text = "0123456789abcdef".repeat(1 << 16);
    assertThat(result(exec.run("/bin/cat").input(text)).value()).isEqualTo(text);
  }

  @Test
  @DisplayName("A gigabyte of output is cut off, and the program is killed")
  void gigabyteOfOutput() throws Exception {
    Result result = result(exec.run("/usr/bin/head", "-c", "1G", "/dev/zero"));
    assertThat(result.returnCode()).isEqualTo(-1);
    assertThat(result.cause())
        .hasMessage("/usr/bin/head wrote more than 1048576 bytes (sip.async.exec.max-output)");
    Result endless = result(exec.run("/usr/bin/yes"));
    assertThat(endless.returnCode()).isEqualTo(-1);
  }

  private static boolean isAlive(Path pidFile) throws Exception {
    long pid = Long.parseLong(Files.readString(pidFile).trim());
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  @Tag("A9")
  @DisplayName("A9: at the deadline the program, which ignores TERM, and its children are gone")
  void deadline() throws Exception {
    Path parent = directory.resolve("parent");
    Path child = directory.resolve("child");
    String script =
        "trap '' TERM; echo $$ > %s; sh -c 'trap \"\" TERM; echo $$ > %s; while :; do sleep 1; done' & wait; while :; do sleep 1; done"
            .formatted(parent, child);
    Result result =
        start(exec.run(SH, "-c", script), Duration.ofMillis(700)).get(20, TimeUnit.SECONDS);
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.DEADLINE);
    await()
        .untilAsserted(
            () -> {
              assertThat(isAlive(parent)).isFalse();
              assertThat(isAlive(child)).isFalse();
            });
  }

  @Test
  @Tag("A8")
  void cancelled() throws Exception {
    Path pid = directory.resolve("pid");
    CompletableFuture<Result> resumed = new CompletableFuture<>();
    Operation call =
        engine.start(
            new OperationRequest(
                "app",
                "call",
                "route",
                exec.run(SH, "-c", "echo $$ > " + pid + "; exec sleep 60"),
                LONG,
                Runnable::run,
                resumed::complete));
    await().until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
    assertThat(isAlive(pid)).isTrue();
    call.cancel();
    await().until(() -> !isAlive(pid));
    assertThat(resumed).isNotDone();
  }

  @Test
  @Tag("A3")
  @DisplayName("A3: end and deadline race; each call ends once, and gives its place back")
  void lostRace() throws Exception {
    List<CompletableFuture<Result>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(start(exec.run("/bin/sleep", "0.05"), Duration.ofMillis(30 + 5 * (i % 40))));
    }
    for (CompletableFuture<Result> call : calls) {
      assertThat(call.get(20, TimeUnit.SECONDS).returnCode()).isIn(1, ReturnCodes.DEADLINE);
    }
  }

  @Test
  @Tag("A12")
  void tooMany() throws Exception {
    try (Exec small = Exec.of(new ExecSettings(2, 1000, Duration.ofMillis(100)))) {
      CompletableFuture<Result> one = start(small.run("/bin/sleep", "0.5"), LONG);
      CompletableFuture<Result> two = start(small.run("/bin/sleep", "0.5"), LONG);
      await().until(() -> small.running() == 2);
      Result third = result(small.run("/bin/sleep", "0"));
      assertThat(third.returnCode()).isEqualTo(ReturnCodes.SHED);
      assertThat(third.cause())
          .hasMessageContaining(
              "limit of 2 in-flight programs reached (sip.async.exec.max-processes)");
      assertThat(one.get(20, TimeUnit.SECONDS).isOk()).isTrue();
      assertThat(two.get(20, TimeUnit.SECONDS).isOk()).isTrue();
    }
  }

  private static int descriptors() {
    return new File("/proc/self/fd").list().length;
  }

  @Test
  @DisplayName("500 at once: all end, on few threads, with no descriptor left")
  void manyAtOnce() throws Exception {
    result(exec.run("/bin/sleep", "0"));
    int threads = Thread.activeCount();
    final int before = descriptors();
    List<CompletableFuture<Result>> calls = new ArrayList<>();
    long started = System.nanoTime();
    for (int i = 0; i < 500; i++) {
      calls.add(start(exec.run("/bin/sleep", "0.1"), LONG));
    }
    int most = 0;
    for (CompletableFuture<Result> call : calls) {
      assertThat(call.get(30, TimeUnit.SECONDS).isOk()).isTrue();
      most = Math.max(most, Thread.activeCount());
    }
    System.out.printf(
        "500 × sleep 0.1: %d ms, %d threads more than before%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started), most - threads);
    assertThat(most - threads).isLessThan(10);
    await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before + 5));
  }
}
