package org.sipasync.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The three figures that matter most, as ratios within one run or as bytes, so that the speed of
 * the machine does not decide. Runs by {@code mvn verify -Pload}, in the repository's directory,
 * and only where SIPp and PostgreSQL are installed.
 */
@Tag("load")
class GuardsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath();

  /** HTTP by base OPTIONS; 3.2 on a busy machine whose JIT had not ended. */
  private static final double MAX_HTTP = 4;

  /** Bytes of a suspended INVITE, with engine and application; 4.0 KB when it was measured. */
  private static final double MAX_SUSPENDED = 6_000;

  /** Share of the goodput at capacity that is left at three times of it. */
  private static final double MIN_GOODPUT = 0.9;

  @TempDir Path directory;

  @BeforeAll
  static void hasPrograms() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/sipp"))
            && Files.isDirectory(Path.of("/usr/lib/postgresql")),
        "SIPp or PostgreSQL is not installed");
    assertThat(ROOT.resolve("sip-async-ext/dist/target/sip-async-micro.jar")).exists();
  }

  private interface Command {
    void run(Options options, Workshop workshop, Results results) throws Exception;
  }

  private Results measure(String what, Command command, String arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--java", "-Xmx1g -XX:+UseSerialGC"));
    all.addAll(List.of(arguments.split(" ")));
    Results results = Results.create(directory, what, Map.of());
    try (Workshop workshop = new Workshop(ROOT, false)) {
      command.run(Options.parse(what, all), workshop, results);
    }
    return results;
  }

  @Test
  void httpCostsFewTimesWhatAnAnswerCosts() throws Exception {
    Results results =
        measure(
            "run",
            (options, workshop, out) -> new Comparison(options, workshop, out).run(),
            "--quick --targets async --cases base,http --methods OPTIONS --no-search"
                + " --rounds 3 --seconds 8 --warm-up 30 --rate 1000");
    double base = results.median("cpu_per_1000", Figures.of("warm", "async", "base", "OPTIONS"));
    double http = results.median("cpu_per_1000", Figures.of("warm", "async", "http", "OPTIONS"));
    assertThat(http / base).as("HTTP %s, base %s CPU-s per 1000", http, base).isLessThan(MAX_HTTP);
  }

  @Test
  void suspendedCallsAreSmall() throws Exception {
    Results results =
        measure(
            "scale",
            (options, workshop, out) -> new Scale(options, workshop, out).run(),
            "--quick --levels 10000 --rate 1000");
    assertThat(results.median("heap_per_suspension", row -> row.is("by", "SIP")))
        .isLessThan(MAX_SUSPENDED);
  }

  @Test
  void overloadLeavesTheGoodput() throws Exception {
    Results results =
        measure(
            "overload",
            (options, workshop, out) -> new Overload(options, workshop, out).run(),
            "--quick --rate 1000 --seconds 8");
    double alone = results.median("goodput", row -> row.is("factor", "1"));
    assertThat(results.median("goodput", row -> row.is("factor", "3")))
        .as("of %s at capacity", alone)
        .isGreaterThan(MIN_GOODPUT * alone);
    assertThat(results.rows()).allSatisfy(row -> assertThat(row.number("recovery_s")).isFinite());
  }
}
