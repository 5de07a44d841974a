package org.sipasync.benchmarks;

import java.io.IOException;
import java.util.List;

/**
 * {@code benchmarks/soak}: a long run at 70 % of the capacity; compares the heap after a full
 * collection at the start and at the end, without transactions.
 */
final class Soak {
  private static final double SHARE = 0.7;
  private static final int SLICE_SECONDS = 60;
  private static final int TRANSACTION_SECONDS = 40;

  private final Options options;
  private final Workshop workshop;
  private final Results results;
  private final Measurement measurement;

  Soak(Options options, Workshop workshop, Results results) {
    this.options = options;
    this.workshop = workshop;
    this.results = results;
    this.measurement = new Measurement(workshop);
  }

  void run() throws IOException, InterruptedException {
    int rate = options.number("rate", (int) (SHARE * Capacity.of(options, workshop, "http")), 70);
    int minutes = options.number("minutes", 30, 1);
    int slice = options.quick() ? 10 : SLICE_SECONDS;
    Surroundings surroundings = Surroundings.start(workshop);
    try (Micro server = surroundings.sample("soak", options.java())) {
      List<Case> mix = List.of(Case.named("http"), Case.named("sleep"), Case.named("sql"));
      for (Case what : mix) {
        measurement.run(server, what, "OPTIONS", rate, options.quick() ? 2 : 20);
      }
      heap("start", server, rate);
      int slices = minutes * 60 / slice;
      for (int i = 0; i < slices; i++) {
        String method = i % 2 == 0 ? "OPTIONS" : "INVITE";
        int atRate = method.equals("INVITE") ? Math.max(1, rate / 2) : rate; // a call is two
        Row row = measurement.run(server, mix.get(i / 2 % mix.size()), method, atRate, slice);
        results.add(row.with("kind", "slice").with("minute", (i + 1.0) * slice / 60));
        System.out.println("  " + Measurement.line(row));
      }
      heap("end", server, rate);
    }
  }

  private void heap(String when, Target server, int rate) throws IOException, InterruptedException {
    Thread.sleep((options.quick() ? 3 : TRANSACTION_SECONDS) * 1000L);
    Heap heap = Heap.of(workshop, server);
    Usage usage = Usage.of(server.process());
    Row row =
        new Row()
            .with("kind", when)
            .with("offered", rate)
            .with("heap_mb", heap.megabytes())
            .with("ours_mb", heap.ours() / 1e6)
            .with("memory_mb", usage.memory())
            .with("threads", usage.threads());
    results.add(row);
    System.out.println("  " + row.values());
  }
}
