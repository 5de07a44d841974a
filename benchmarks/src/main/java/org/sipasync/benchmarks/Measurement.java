package org.sipasync.benchmarks;

import java.io.IOException;
import java.time.Duration;

/** Calls a server at a steady rate and reports the outcome. */
final class Measurement {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int MAX_PROBES = 100;

  private final Workshop workshop;

  Measurement(Workshop workshop) {
    this.workshop = workshop;
  }

  /** Measures one run and returns its row. */
  Row run(Target target, Case what, String method, int rate, double seconds)
      throws IOException, InterruptedException {
    String user = what.userOn(target.name());
    String parameters = what.parametersOn(target.name());
    Allocation allocated = target.allocation();
    Usage before = Usage.of(target.process());
    long begin = System.currentTimeMillis();
    int probes = what.isTcp() ? 0 : Math.min(MAX_PROBES, Math.max(1, rate / 10));
    try (Probe probe = new Probe(target.port());
        Sipp sipp =
            Sipp.start(
                workshop,
                new Sipp.Order(
                    target.port(),
                    method.toLowerCase(java.util.Locale.ROOT),
                    user,
                    parameters,
                    rate - probes > 0 ? rate - probes : 1,
                    seconds,
                    what.isTcp()))) {
      probe.callFor(Duration.ofMillis((long) (seconds * 1000)), probes, method, user, parameters);
      int threads = Usage.of(target.process()).threads();
      Sipp.Outcome outcome = sipp.await(PATIENCE);
      probe.await(Duration.ofMillis(500));
      Usage after = Usage.of(target.process());
      long end = System.currentTimeMillis();
      Pauses pauses = target.pauses(begin, end);
      long ok = outcome.ok() + probe.answered();
      return new Row()
          .with("target", target.name())
          .with("case", what.name())
          .with("method", method)
          .with("offered", rate)
          .with("seconds", seconds)
          .with("achieved", outcome.achieved() + probe.answered() / seconds)
          .with("ok", ok)
          .with("failed", outcome.failed() + probe.lost())
          .with("retransmissions", outcome.retransmissions())
          .with("cpu_per_1000", (after.cpuSeconds() - before.cpuSeconds()) * 1000 / ok)
          .with("switches", (double) (after.switches() - before.switches()) / ok)
          .with("kb_allocated", target.allocation().since(allocated) / 1024 / ok)
          .with("p50", probe.percentile(50))
          .with("p95", probe.percentile(95))
          .with("p99", probe.percentile(99))
          .with("memory_mb", after.memory())
          .with("threads", Math.max(threads, after.threads()))
          .with("gc", pauses.count())
          .with("gc_longest_ms", pauses.longest())
          .with("gc_sum_ms", pauses.sum())
          .with("sipp_cores", outcome.cpu() / seconds);
    }
  }

  /** Returns true if all requests succeeded without retransmission at the offered rate. */
  static boolean isClean(Row row) {
    return row.number("failed") == 0
        && row.number("retransmissions") == 0
        && row.number("achieved") >= 0.95 * row.number("offered");
  }

  static String line(Row row) {
    return String.format(
        java.util.Locale.ROOT,
        "%-9s %-7s %-8s %6s/s  ok %s, failed %s, again %s, %s CPU-s/1000, p50 %s p99 %s ms",
        row.get("target"),
        row.get("case"),
        row.get("method"),
        row.get("offered"),
        row.get("ok"),
        row.get("failed"),
        row.get("retransmissions"),
        row.get("cpu_per_1000"),
        row.get("p50"),
        row.get("p99"));
  }
}
