package org.sipasync.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code benchmarks/stack}: sip-stack alone against Kamailio, interleaved; prints the ratios. */
final class StackComparison {
  /** One kind of load. */
  private record Load(String method, int rate) {}

  private static final List<Load> LOADS =
      List.of(new Load("OPTIONS", 1_000), new Load("OPTIONS", 5_000), new Load("INVITE", 500));
  private static final Case BASE = Case.named("base");
  private static final Duration CALM = Duration.ofSeconds(40);
  private static final int FIRST_RATE = 4_000;
  private static final int QUICK_RATE = 100;

  private final Options options;
  private final Workshop workshop;
  private final Results results;
  private final Measurement measurement;

  StackComparison(Options options, Workshop workshop, Results results) {
    this.options = options;
    this.workshop = workshop;
    this.results = results;
    this.measurement = new Measurement(workshop);
  }

  void run() throws IOException, InterruptedException {
    List<Target> targets =
        List.of(StackServer.start(workshop, options.java()), Kamailio.start(workshop));
    int rounds = options.number("rounds", 3, 1);
    int seconds = options.number("seconds", 8, 1);
    int warmUp = options.number("warm-up", seconds, 1);
    List<Load> loads = LOADS.stream().filter(this::isWanted).toList();
    for (int round = 0; round <= rounds; round++) {
      for (Load load : loads) {
        for (Target target : targets) {
          if (round == 0) {
            measure("warm-up", round, target, load, warmUp);
          } else {
            measure("warm", round, target, load, seconds);
          }
        }
      }
    }
    if (!options.has("no-search") && !options.quick()) {
      Search search = new Search(measurement, 6, 4);
      for (Target target : targets) {
        record("highest", 1, search.highest(target, BASE, "OPTIONS", FIRST_RATE));
      }
    }
    loads.forEach(this::printRatio);
  }

  private boolean isWanted(Load load) {
    Set<String> methods = options.words("methods");
    Set<String> rates = options.words("rates");
    return (methods.isEmpty() || methods.contains(load.method()))
        && (rates.isEmpty() || rates.contains("" + load.rate()));
  }

  private void measure(String kind, int round, Target target, Load load, double seconds)
      throws IOException, InterruptedException {
    int rate = options.quick() ? QUICK_RATE : load.rate();
    record(kind, round, measurement.run(target, BASE, load.method(), rate, seconds));
    Probe.awaitCalm(target.port(), Case.calmUser(target.name()), CALM);
  }

  private void record(String kind, int round, Row row) throws IOException {
    System.out.println("  " + kind + " " + Measurement.line(row));
    results.add(row.with("kind", kind).with("round", round));
  }

  private void printRatio(Load load) {
    double ours = median("stack", load);
    double theirs = median("kamailio", load);
    System.out.printf(
        Locale.ROOT,
        "%s at %d/s: stack %.4f, Kamailio %.4f CPU-s/1000, ratio %.2f%n",
        load.method(),
        load.rate(),
        ours,
        theirs,
        ours / theirs);
  }

  private double median(String target, Load load) {
    return results.median(
        "cpu_per_1000",
        row ->
            row.get("kind").equals("warm")
                && row.get("target").equals(target)
                && row.get("method").equals(load.method())
                && (options.quick() || row.number("offered") == load.rate()));
  }
}
