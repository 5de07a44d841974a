package org.sipasync.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * {@code benchmarks/overload}: offers once, twice and three times the server's capacity; measures
 * throughput, latency and recovery. With {@code --cold} for the first time each, from a server that
 * has just started; with {@code --starved} while another process takes half of each core.
 */
final class Overload {
  private static final int[] FACTORS = {1, 2, 3};
  private static final Duration MAX_RECOVERY = Duration.ofSeconds(90);
  private static final Duration SETTLE = Duration.ofSeconds(36);

  private final Options options;
  private final Workshop workshop;
  private final Results results;
  private final Measurement measurement;
  private final Case task;

  Overload(Options options, Workshop workshop, Results results) {
    this.options = options;
    this.workshop = workshop;
    this.results = results;
    this.measurement = new Measurement(workshop);
    this.task = Case.named(options.words("cases").stream().findFirst().orElse("sleep"));
  }

  void run() throws IOException, InterruptedException {
    int capacity =
        options.has("rate")
            ? options.number("rate", 0, 0)
            : options.quick() ? 500 : Capacity.of(options, workshop, task.name());
    double seconds = options.number("seconds", 20, 3);
    Surroundings surroundings = Surroundings.start(workshop);
    if (options.has("cold")) {
      offerCold(surroundings, capacity, seconds);
      return;
    }
    try (Micro server = surroundings.sample("overload", options.java())) {
      measurement.run(server, task, "OPTIONS", capacity / 2, options.quick() ? 3 : 20);
      if (!options.quick()) {
        Thread.sleep(SETTLE.toMillis());
      }
      for (int factor : FACTORS) {
        add(offer(server, capacity, factor, seconds));
        if (!options.quick()) {
          Thread.sleep(SETTLE.toMillis());
        }
      }
    }
  }

  private void add(Row row) throws IOException {
    results.add(row);
    System.out.println("  " + row.values());
  }

  /** Measures each factor with a server of its own. */
  private void offerCold(Surroundings surroundings, int capacity, double seconds)
      throws IOException, InterruptedException {
    for (int factor : FACTORS) {
      try (Micro server = surroundings.sample("cold" + factor, options.java())) {
        add(offer(server, capacity, factor, seconds));
      }
    }
  }

  private Row offer(Micro server, int capacity, int factor, double seconds)
      throws IOException, InterruptedException {
    try (Burner burner = options.has("starved") ? Burner.start(workshop) : null) {
      return measure(server, capacity, factor, seconds);
    }
  }

  private Row measure(Micro server, int capacity, int factor, double seconds)
      throws IOException, InterruptedException {
    int rate = capacity * factor;
    Usage before = Usage.of(server.process());
    long begin = System.currentTimeMillis();
    try (Sipp sipp =
        Sipp.start(
            workshop,
            new Sipp.Order(
                server.port(), "overload", task.user(), task.parameters(), rate, seconds))) {
      Thread.sleep((long) (seconds * 1000));
      Usage after = Usage.of(server.process());
      double recovery = recovery(server);
      Sipp.Outcome outcome = sipp.await(options.quick() ? Duration.ofSeconds(3) : SETTLE);
      double[] accepted = sipp.times("1", 1);
      double[] refused = sipp.times("2", 1);
      return new Row()
          .with("factor", factor)
          .with("offered", rate)
          .with("seconds", seconds)
          .with("calls", (long) (rate * seconds))
          .with("accepted", accepted.length)
          .with("refused", refused.length)
          .with("unanswered", (long) (rate * seconds) - accepted.length - refused.length)
          .with("goodput", goodput(sipp, seconds))
          .with("retransmissions", outcome.retransmissions())
          .with("p50", at(accepted, 50))
          .with("p95", at(accepted, 95))
          .with("p99", at(accepted, 99))
          .with("recovery_s", recovery)
          .with("cpu_cores", (after.cpuSeconds() - before.cpuSeconds()) / seconds)
          .with("sipp_cores", outcome.cpu() / seconds)
          .with("memory_mb", after.memory())
          .with("gc_longest_ms", server.pauses(begin, System.currentTimeMillis()).longest());
    }
  }

  /** Measures the time from the last new call until three in a row are answered within 50 ms. */
  private static double recovery(Micro server) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    boolean isCalm = Probe.awaitCalm(server.port(), "cdr", MAX_RECOVERY);
    return isCalm ? (System.nanoTime() - begin) / 1e9 : Double.NaN;
  }

  /** Returns accepted answers per second during the load, excluding the first second. */
  private static double goodput(Sipp sipp, double seconds) throws IOException {
    double[] times = sipp.times("1", 0);
    if (times.length == 0) {
      return 0;
    }
    double from = times[0] + 1000;
    double to = times[0] + seconds * 1000;
    long within = Arrays.stream(times).filter(t -> t >= from && t < to).count();
    return within / (seconds - 1);
  }

  private static double at(double[] sorted, double percent) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.max(0, (int) Math.ceil(percent / 100 * sorted.length) - 1)];
  }
}
