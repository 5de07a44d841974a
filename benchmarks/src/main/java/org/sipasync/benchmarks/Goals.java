package org.sipasync.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The goals, and whether the figures meet them, computed. */
final class Goals {
  private static final String AS_MEASURED = ", as measured there";
  private static final String CONVERTED = ", converted to this machine";
  private static final double FLAT = 1.2;
  private static final int MAX_HEAP_PER_SUSPENSION = 4096;
  private static final int TWO_GB = 2048;
  private static final int MANY = 100_000;

  private final Figures figures;
  private final List<String> lines = new ArrayList<>();

  private Goals(Figures figures) {
    this.figures = figures;
  }

  /** A Markdown table. */
  static List<String> table(Figures figures) {
    Goals goals = new Goals(figures);
    goals.lines.add("| goal | target | measured | |");
    goals.lines.add("|---|---|---|---|");
    goals.cpu();
    goals.rates();
    goals.delay();
    goals.scale();
    goals.atMost(
        "engine alone: suspend + complete + resume (JMH, one thread)",
        1,
        figures.jmh("SuspendResume.oneThread"),
        "µs");
    return goals.lines;
  }

  private void cpu() {
    againstOpenSips("http", "OPTIONS", 0.8);
    againstOpenSips("sql", "OPTIONS", 0.8);
    againstOpenSips("http", "INVITE", 1.0);
    againstOpenSips("exec", "OPTIONS", 0.2);
  }

  /** Adds two goals: against the figure measured there, and converted to this machine. */
  private void againstOpenSips(String what, String method, double share) {
    double there = share * Anchors.openSips(what, method);
    double measured = figures.warm("async", what, method, "cpu_per_1000");
    String goal =
        "CPU-s per 1000, %s, %s: %s × OpenSIPS"
            .formatted(Case.title(what), method, Chart.number(share));
    atMost(goal + AS_MEASURED, there, measured, "");
    atMost(goal + CONVERTED, there * figures.slowness(), measured, "");
  }

  private void rates() {
    double http = figures.highest("async", "http", "OPTIONS");
    String goal = "sustained OPTIONS/s with 100 ms HTTP: 3 × OpenSIPS";
    atLeast(goal + AS_MEASURED, 3 * Anchors.HTTP_RATE, http, "/s");
    atLeast(goal + CONVERTED, 3 * Anchors.HTTP_RATE / figures.slowness(), http, "/s");
    atLeast(
        "sustained OPTIONS/s with 100 ms HTTP: 50 × the blocking servlet",
        50 * figures.highest("blocking", "http", "OPTIONS"),
        http,
        "/s");
  }

  private void delay() {
    atMost(
        "suspend + resume at %s/s, p99 above the 100 ms slept, less the p50 of base"
            .formatted(Page.number(figures.warm("async", "sleep", "OPTIONS", "offered"))),
        5,
        figures.warm("async", "sleep", "OPTIONS", "p99")
            - 100
            - figures.warm("async", "base", "OPTIONS", "p50"),
        "ms");
  }

  private void scale() {
    atMost(
        "100,000 suspended at once through SIP: heap and all, resident",
        TWO_GB,
        figures.scale(MANY, "SIP", "resident_mb"),
        "MB");
    atMost(
        "cost per request while 100,000 wait ÷ while 100 wait",
        FLAT,
        figures.scale(MANY, "SIP", "cpu_per_1000") / figures.scale(100, "SIP", "cpu_per_1000"),
        "");
    atMost(
        "heap per suspension, the engine alone, 100,000",
        MAX_HEAP_PER_SUSPENSION,
        figures.scale(MANY, "engine", "heap_per_suspension"),
        "bytes");
    atMost(
        "heap per suspension through SIP, objects of `org.sipasync` by themselves, 100,000",
        MAX_HEAP_PER_SUSPENSION,
        figures.scale(MANY, "SIP", "ours_per_suspension"),
        "bytes");
  }

  private void atMost(String goal, double bound, double measured, String unit) {
    add(goal, "≤ " + Chart.number(bound), bound, measured, unit, measured <= bound);
  }

  private void atLeast(String goal, double bound, double measured, String unit) {
    add(goal, "≥ " + Chart.number(bound), bound, measured, unit, measured >= bound);
  }

  private void add(
      String goal, String asked, double bound, double measured, String unit, boolean isMet) {
    boolean isKnown = !Double.isNaN(measured) && !Double.isNaN(bound);
    lines.add(
        "| %s | %s | %s | %s |"
            .formatted(
                goal,
                Double.isNaN(bound) ? "–" : (asked + " " + unit).trim(),
                Double.isNaN(measured) ? "–" : (Chart.number(measured) + " " + unit).trim(),
                !isKnown ? "not measured" : isMet ? "met" : "**not met**"));
  }
}
