package org.sipasync.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The goals of issue 20, and whether the figures meet them, computed. */
final class Goals {
  private static final double FLAT = 1.2;
  private static final int MANY = 100_000;
  private static final int SLEPT = 100;

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
    goals.calls();
    goals.rates();
    goals.delay();
    goals.memory();
    goals.atMost(
        "engine alone: suspend + complete + resume (JMH, one thread)",
        0.3,
        figures.jmh("SuspendResume.oneThread"),
        "µs");
    return goals.lines;
  }

  private void cpu() {
    againstOpenSips("base", "OPTIONS", 0.6);
    againstOpenSips("base", "INVITE", 0.9);
    againstOpenSips("sleep", "OPTIONS", 0.3);
    againstOpenSips("sleep", "INVITE", 0.4);
    againstOpenSips("http", "OPTIONS", 0.35);
    againstOpenSips("http", "INVITE", 0.4);
    atMost(
        "CPU, HTTP GET, 100 ms, OPTIONS ÷ Kamailio (estimated)",
        0.5,
        async("http", "OPTIONS") / figures.kamailio("http", "OPTIONS"),
        "×");
    againstOpenSips("sql", "OPTIONS", 0.4);
    againstOpenSips("launch", "OPTIONS", 0.5);
    againstOpenSips("exec", "OPTIONS", 0.5);
  }

  private void againstOpenSips(String what, String method, double share) {
    atMost(
        "CPU, %s, %s ÷ OpenSIPS (estimated)".formatted(Case.title(what), method),
        share,
        async(what, method) / figures.openSips(what, method),
        "×");
  }

  private double async(String what, String method) {
    return figures.warm("async", what, method, "cpu_per_1000");
  }

  private void calls() {
    atMost("CPU, call proxied with Record-Route ÷ Kamailio", 1.5, figures.call("proxy"), "×");
    atMost(
        "CPU, call bridged by a B2BUA ÷ call answered",
        3,
        figures.calls("async", "bridge") / figures.calls("async", "answer"),
        "×");
  }

  private void rates() {
    double http = figures.highest("async", "http", "OPTIONS");
    String goal = "clean OPTIONS/s with 100 ms HTTP: ";
    atLeast(goal + "3 × OpenSIPS, as measured there", 3 * Anchors.OPENSIPS_HTTP_RATE, http, "/s");
    atLeast(goal + "2 × Kamailio, as measured there", 2 * Anchors.KAMAILIO_HTTP_RATE, http, "/s");
    atLeast(
        goal + "50 × the blocking servlet",
        50 * figures.highest("blocking", "http", "OPTIONS"),
        http,
        "/s");
  }

  private void delay() {
    atMost(
        "p99 above the 100 ms of HTTP, at %s/s"
            .formatted(Page.number(figures.warm("async", "http", "OPTIONS", "offered"))),
        2,
        figures.warm("async", "http", "OPTIONS", "p99") - SLEPT,
        "ms");
    atMost(
        "p99 above the 100 ms of HTTP, at 5,000/s", 5, figures.once("fast", "p99") - SLEPT, "ms");
  }

  private void memory() {
    atMost(
        "resident, `-Xmx128m`, HTTP OPTIONS at 1,000/s",
        256,
        figures.once("small", "memory_mb"),
        "MB");
    atMost(
        "cost per request while 100,000 wait ÷ while 100 wait",
        FLAT,
        figures.scale(MANY, "SIP", "cpu_per_1000") / figures.scale(100, "SIP", "cpu_per_1000"),
        "×");
  }

  private void atMost(String goal, double bound, double measured, String unit) {
    add(goal, "≤ " + Chart.number(bound), bound, measured, unit, measured <= bound);
  }

  private void atLeast(String goal, double bound, double measured, String unit) {
    add(goal, "≥ " + Chart.number(bound), bound, measured, unit, measured >= bound);
  }

  private void add(
      String goal, String asked, double bound, double measured, String unit, boolean isMet) {
    boolean isKnown = Double.isFinite(measured) && Double.isFinite(bound);
    lines.add(
        "| %s | %s | %s | %s |"
            .formatted(
                goal,
                Double.isFinite(bound) ? (asked + " " + unit).trim() : "–",
                Double.isFinite(measured) ? (Chart.number(measured) + " " + unit).trim() : "–",
                !isKnown ? "not measured" : isMet ? "met" : "**missed**"));
  }
}
