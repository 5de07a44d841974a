package org.sipasync.benchmarks;

import java.io.IOException;

/** What our server can do, as the last {@code benchmarks/run} has found. */
final class Capacity {
  /** Used, and said, when there is no such run: what the slowest machine that we know can do. */
  private static final int UNKNOWN = 1000;

  private Capacity() {}

  /** OPTIONS a second of one case. */
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
      System.out.println("  no result of benchmarks/run: taking " + UNKNOWN + "/s as capacity");
      return UNKNOWN;
    }
    return (int) found;
  }
}
