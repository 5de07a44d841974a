package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * {@code benchmarks/scale}: many suspended INVITEs through SIP; measures cost and precision of
 * other requests meanwhile, and heap per INVITE.
 */
final class Scale {
  private static final int[] LEVELS = {100, 1_000, 10_000, 100_000};
  private static final int MAX_HOLD_MILLIS = 175_000;

  /** Maximum time of measurements after the last suspension. */
  private static final int MEASURING_MILLIS = 30_000;

  /** Time for the transactions of earlier measurements to end. */
  private static final int SETTLE_MILLIS = 36_000;

  private static final int NOBODY = 0;
  private static final Case PAUSE = new Case("sleep", "pause", ";ms=100", 500, 0, null);

  private final Options options;
  private final Workshop workshop;
  private final Results results;
  private final Measurement measurement;

  Scale(Options options, Workshop workshop, Results results) {
    this.options = options;
    this.workshop = workshop;
    this.results = results;
    this.measurement = new Measurement(workshop);
  }

  void run() throws IOException, InterruptedException {
    Set<String> wanted = options.words("levels");
    for (int level : LEVELS) {
      boolean isWanted =
          wanted.isEmpty()
              ? !options.quick() || level <= 1_000
              : wanted.contains(Integer.toString(level));
      if (isWanted) {
        level(level);
        engineAlone(level);
      }
    }
  }

  /** Measures one level on its own server, free of earlier leftovers. */
  private void level(int number) throws IOException, InterruptedException {
    Path war = workshop.root().resolve("benchmarks/target/benchmarks-hold.war");
    try (Micro server =
        Micro.start(
            workshop,
            new Micro.Setup("scale-" + number, war, javaOptions(), new Services(NOBODY, NOBODY)))) {
      int probeRate = options.quick() ? 100 : PAUSE.rate();
      double seconds = options.quick() ? 2 : 8;
      measurement.run(server, PAUSE, "OPTIONS", probeRate, options.quick() ? 2 : 20);
      Row alone = measurement.run(server, PAUSE, "OPTIONS", probeRate, seconds);
      Thread.sleep(options.quick() ? 1000 : SETTLE_MILLIS);
      Heap before = Heap.of(workshop, server);
      int rate = Math.min(number, options.number("rate", 700, 400));
      double ramp = (double) number / rate;
      if (ramp * 1000 > MAX_HOLD_MILLIS - MEASURING_MILLIS) {
        System.out.println("  the ramp is too slow for this level: raise --rate");
      }
      double cpu = Usage.cpu(server.process());
      try (Sipp sipp = hold(server, rate, ramp)) {
        Thread.sleep((long) (ramp * 1000) + 1000);
        double ramped = Usage.cpu(server.process()) - cpu;
        double resident = Usage.of(server.process()).memory();
        Heap during = Heap.of(workshop, server);
        Row row = measurement.run(server, PAUSE, "OPTIONS", probeRate, seconds);
        Sipp.Outcome outcome = sipp.await(Duration.ZERO);
        add(number, row, alone, ramped)
            .with("heap_before_mb", before.megabytes())
            .with("heap_during_mb", during.megabytes())
            .with("heap_per_suspension", (double) (during.bytes() - before.bytes()) / number)
            .with("ours_per_suspension", (double) (during.ours() - before.ours()) / number)
            .with("resident_mb", resident)
            .with("resumed_early", outcome.ok())
            .with("hold_retransmissions", outcome.retransmissions());
        results.add(row.with("by", "SIP"));
        System.out.println("  " + row.values());
      }
    }
  }

  /** Returns options with room for waiting and measured requests, above the default of 100,000. */
  private List<String> javaOptions() throws IOException {
    List<String> all = new ArrayList<>(options.java());
    all.add("-Dsip.async.max-in-flight=200000");
    all.add("-Dsip.async.max-in-flight-per-function=200000");
    return all;
  }

  /** Measures the engine alone, without SIP. */
  private void engineAlone(int number) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Micro.java()));
    command.addAll(options.java());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            EngineScale.class.getName(),
            Integer.toString(number)));
    ProcessBuilder program = new ProcessBuilder(command).redirectErrorStream(true);
    Path log = workshop.directory().resolve("engine.log");
    Process process =
        program.directory(workshop.root().toFile()).redirectOutput(log.toFile()).start();
    workshop.keep(process::destroyForcibly);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IOException("the engine benchmark did not end");
    }
    String[] figures = Files.readString(log).trim().split(" ");
    Row row =
        new Row()
            .with("suspended", number)
            .with("by", "engine")
            .with("heap_per_suspension", figures[0])
            .with("p50", figures[1])
            .with("p99", figures[2]);
    results.add(row);
    System.out.println("  " + row.values());
  }

  private Sipp hold(Micro server, int rate, double ramp) throws IOException {
    return Sipp.start(
        workshop,
        new Sipp.Order(server.port(), "hold", "pause", ";ms=" + MAX_HOLD_MILLIS, rate, ramp));
  }

  private static Row add(int number, Row row, Row alone, double ramped) {
    return row.with("suspended", number)
        .with("cpu_alone_per_1000", alone.number("cpu_per_1000"))
        .with("p99_alone", alone.number("p99"))
        .with("cpu_of_suspending_per_1000", ramped * 1000 / number);
  }
}
