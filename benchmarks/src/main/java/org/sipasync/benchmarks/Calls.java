package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * {@code benchmarks/calls}: calls that are answered, proxied with Record-Route, forked to three
 * callees, and bridged, beside Kamailio, interleaved; prints the ratios.
 */
final class Calls {
  private static final Duration CALM = Duration.ofSeconds(40);
  private static final int RATE = 300;
  private static final int QUICK_RATE = 30;

  private final Options options;
  private final Workshop workshop;
  private final Results results;
  private final Measurement measurement;

  Calls(Options options, Workshop workshop, Results results) {
    this.options = options;
    this.workshop = workshop;
    this.results = results;
    this.measurement = new Measurement(workshop);
  }

  void run() throws IOException, InterruptedException {
    Path war = workshop.root().resolve("benchmarks/target/benchmarks-hold.war");
    Micro ours =
        Micro.start(workshop, new Micro.Setup("async", war, options.java(), new Services(0, 0)));
    List<Target> targets = List.of(ours, Kamailio.start(workshop));
    List<Case> cases = cases();
    double warmUp = options.number("warm-up", 40, 2);
    for (Case what : cases) {
      measure("warm-up", 0, ours, what, warmUp);
    }
    for (int round = 1; round <= options.number("rounds", 3, 1); round++) {
      for (Case what : cases) {
        for (Target target : targets) {
          if (what.runsOn(target.name())) {
            measure("warm", round, target, what, options.number("seconds", 10, 2));
          }
        }
      }
    }
    for (Case what : cases) {
      ratio(what, "async", what.name(), "kamailio");
    }
    ratio(cases.get(cases.size() - 1), "async", "answer", "async");
  }

  private List<Case> cases() throws IOException {
    int callee = Sipp.callee(workshop, "answer");
    String three =
        callee + "-" + Sipp.callee(workshop, "busy") + "-" + Sipp.callee(workshop, "busy");
    return List.of(
        new Case("answer", "base", "", RATE, 0, "base"),
        new Case("proxy", "proxy", ";to=" + callee, RATE, 0, "proxy"),
        new Case("fork", "proxy", ";to=" + three, RATE, 0, "proxy"),
        new Case("bridge", "bridge", ";to=" + callee, RATE, 0, null));
  }

  private void measure(String kind, int round, Target target, Case what, double seconds)
      throws IOException, InterruptedException {
    int rate = options.number("rate", what.rate(), QUICK_RATE);
    Row row = measurement.run(target, what, "INVITE", rate, seconds);
    System.out.println("  " + kind + " " + Measurement.line(row));
    results.add(row.with("kind", kind).with("round", round));
    Probe.awaitCalm(target.port(), Case.calmUser(target.name()), CALM);
  }

  private void ratio(Case what, String ours, String otherCase, String other) {
    double ratio = median(ours, what.name()) / median(other, otherCase);
    if (Double.isFinite(ratio)) {
      System.out.printf(
          Locale.ROOT,
          "%s on %s: %.2f x %s on %s (CPU)%n",
          what.name(),
          ours,
          ratio,
          otherCase,
          other);
    }
  }

  private double median(String target, String name) {
    return results.median(
        "cpu_per_1000",
        row ->
            row.get("kind").equals("warm")
                && row.get("target").equals(target)
                && row.get("case").equals(name));
  }
}
