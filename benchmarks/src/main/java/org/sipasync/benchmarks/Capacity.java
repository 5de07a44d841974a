package org.sipasync.benchmarks;

import java.io.IOException;

/** Capacity of our server, as found by the last {@code benchmarks/run}. */
final class Capacity {
  /** Capacity assumed, and reported, without such a run: that of the slowest known machine. */
  private static final int UNKNOWN = 1000;

  private Capacity() {}

  /** Returns the OPTIONS per second of one case. */
  static int of(Options options, Workshop workshop, String name) throws IOException {
    double found =
        Results.read(options.out(workshop.root()), "run")
            .median(
                "highest",
                row ->
                    row.is("kind", "highest")
                        && row.is("target", "async")
                        && row.is("method", "OPTIONS")
                        && row.is("case", name));
    if (Double.isNaN(found) || found == 0) {
      System.out.println("  no result of benchmarks/run: assuming a capacity of " + UNKNOWN + "/s");
      return UNKNOWN;
    }
    return (int) found;
  }
}
