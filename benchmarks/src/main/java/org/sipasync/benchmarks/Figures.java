package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** All results in a directory, and queries on them. */
record Figures(
    Results run, Results calls, Results scale, Results soak, Results overload, Results jmh) {

  static Figures read(Path directory) throws IOException {
    return new Figures(
        Results.read(directory, "run"),
        Results.read(directory, "calls"),
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

  /** CPU seconds per 1000 of OpenSIPS, estimated from Kamailio in this run; NaN without it. */
  double openSips(String what, String method) {
    return Anchors.openSips(what, method, reference(what, method));
  }

  /** CPU seconds per 1000 of Kamailio, measured, or else estimated from this run. */
  double kamailio(String what, String method) {
    double measured = warm("kamailio", what, method, "cpu_per_1000");
    return Double.isNaN(measured)
        ? Anchors.kamailio(what, method, reference(what, method))
        : measured;
  }

  private double reference(String what, String method) {
    double kamailio = warm("kamailio", Anchors.reference(what), method, "cpu_per_1000");
    return kamailio > 0 ? kamailio : Double.NaN; // a run that is too short uses no clock tick
  }

  /** A figure of a run that is made once. */
  double once(String kind, String column) {
    return run.median(column, row -> row.is("kind", kind));
  }

  /** CPU seconds per 1000 calls of a server in a case of {@code benchmarks/calls}. */
  double calls(String target, String what) {
    return calls.median(
        "cpu_per_1000",
        row -> row.is("kind", "warm") && row.is("target", target) && row.is("case", what));
  }

  /** Ours by Kamailio in a case of {@code benchmarks/calls}. */
  double call(String what) {
    return calls("async", what) / calls("kamailio", what);
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
