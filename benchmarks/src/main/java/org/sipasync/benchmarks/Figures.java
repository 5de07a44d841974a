package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** All results in a directory, and queries on them. */
record Figures(Results run, Results scale, Results soak, Results overload, Results jmh) {

  static Figures read(Path directory) throws IOException {
    return new Figures(
        Results.read(directory, "run"),
        Results.read(directory, "scale"),
        Results.read(directory, "soak"),
        Results.read(directory, "overload"),
        Results.read(directory, "jmh"));
  }

  /** The median over the warm rounds. */
  double warm(String target, String what, String method, String column) {
    return run.median(column, of("warm", target, what, method));
  }

  /** Returns the highest clean rate; NaN without a search. */
  double highest(String target, String what, String method) {
    return run.median("highest", of("highest", target, what, method));
  }

  static Predicate<Row> of(String kind, String target, String what, String method) {
    return row ->
        row.is("kind", kind)
            && row.is("target", target)
            && row.is("case", what)
            && row.is("method", method);
  }

  /** This machine's slowness against the anchors'; NaN without Kamailio. */
  double slowness() {
    double times =
        Anchors.slowness(
            warm("kamailio", "base", "OPTIONS", "cpu_per_1000"),
            warm("kamailio", "sleep", "OPTIONS", "cpu_per_1000"));
    return times > 0 ? times : Double.NaN; // a run that is too short uses no clock tick
  }

  /** A column of the scale, through SIP or the engine alone. */
  double scale(int suspended, String by, String column) {
    return scale.median(
        column, row -> row.is("suspended", Integer.toString(suspended)) && row.is("by", by));
  }

  /** A JMH score by the benchmark's name. */
  double jmh(String name) {
    return jmh.median("Score", row -> row.get("Benchmark").endsWith("." + name));
  }
}
