package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The page's part on scale, soak, overload and the engine. */
final class Tables {
  private static final List<Integer> LEVELS = List.of(100, 1_000, 10_000, 100_000);

  private final Figures figures;
  private final Path out;
  private final List<String> lines;

  Tables(Figures figures, Path out, List<String> lines) {
    this.figures = figures;
    this.out = out;
    this.lines = lines;
  }

  void rest() throws IOException {
    calls();
    scale();
    overload();
    soak();
    jmh();
  }

  private void heading(String title, Results results) {
    lines.add("\n## " + title + "\n");
    lines.add(
        "%s, %s.%s\n"
            .formatted(
                results.about().getOrDefault("date", ""),
                results.about().getOrDefault("java-options", results.about().get("java")),
                results.isQuick()
                    ? " **From a quick run: only proves that the harness works.**"
                    : ""));
  }

  private void table(Results results, List<Row> rows, List<String> columns) {
    lines.add("| " + String.join(" | ", columns).replace('_', ' ') + " |");
    lines.add("|" + "---|".repeat(columns.size()));
    for (Row row : rows) {
      lines.add(
          "| " + String.join(" | ", columns.stream().map(c -> cell(row.get(c))).toList()) + " |");
    }
  }

  private static String cell(String text) {
    return text.matches("-?[\\d.]+")
        ? Page.number(Double.parseDouble(text))
        : text.isEmpty() ? "–" : text;
  }

  private void calls() {
    if (figures.calls().isEmpty()) {
      return;
    }
    heading("Calls: answered, proxied, forked, bridged", figures.calls());
    lines.add("| CPU seconds per 1000 calls | async | Kamailio | async ÷ Kamailio |");
    lines.add("|---|---|---|---|");
    for (String what : List.of("answer", "proxy", "fork", "bridge")) {
      lines.add(
          "| %s | %s | %s | %s |"
              .formatted(
                  what,
                  Page.number(figures.calls("async", what)),
                  Page.number(figures.calls("kamailio", what)),
                  Page.number(figures.call(what))));
    }
  }

  private void scale() throws IOException {
    if (figures.scale().isEmpty()) {
      return;
    }
    heading("Many at once", figures.scale());
    Chart cost =
        new Chart("CPU seconds per 1000 requests while others wait", false)
            .labels(LEVELS.stream().map(n -> "%,d".formatted(n)).toList());
    cost.series(
        "async", LEVELS.stream().map(n -> figures.scale(n, "SIP", "cpu_per_1000")).toList());
    cost.bars(out.resolve("scale.svg"));
    lines.add("![cost while many wait](scale.svg)\n");
    table(
        figures.scale(),
        figures.scale().rows(row -> row.is("by", "SIP")),
        List.of(
            "suspended",
            "cpu_alone_per_1000",
            "cpu_per_1000",
            "p50",
            "p99_alone",
            "p99",
            "cpu_of_suspending_per_1000",
            "heap_per_suspension",
            "ours_per_suspension",
            "resident_mb",
            "hold_retransmissions",
            "resumed_early"));
    lines.add(
        "\nThe engine alone, without SIP (p50, p99: delay in ms, all due at the same time):\n");
    table(
        figures.scale(),
        figures.scale().rows(row -> row.is("by", "engine")),
        List.of("suspended", "heap_per_suspension", "p50", "p99"));
  }

  private void overload() throws IOException {
    if (figures.overload().isEmpty()) {
      return;
    }
    heading("Overload", figures.overload());
    List<Row> rows = figures.overload().rows();
    new Chart("OPTIONS a second: offered and answered 200", false)
        .labels(rows.stream().map(row -> row.get("factor") + " × capacity").toList())
        .series("offered", rows.stream().map(row -> row.number("offered")).toList())
        .series("goodput", rows.stream().map(row -> row.number("goodput")).toList())
        .bars(out.resolve("overload.svg"));
    lines.add("![offered load and goodput](overload.svg)\n");
    table(
        figures.overload(),
        rows,
        List.of(
            "factor",
            "offered",
            "goodput",
            "accepted",
            "refused",
            "unanswered",
            "retransmissions",
            "p50",
            "p95",
            "p99",
            "recovery_s",
            "cpu_cores",
            "sipp_cores",
            "gc_longest_ms"));
  }

  private void soak() throws IOException {
    if (figures.soak().isEmpty()) {
      return;
    }
    heading("Soak", figures.soak());
    List<Row> slices = figures.soak().rows(row -> row.is("kind", "slice"));
    new Chart("memory in MB, minute by minute", false)
        .labels(slices.stream().map(row -> minute(row, slices.size())).toList())
        .series("async", slices.stream().map(row -> row.number("memory_mb")).toList())
        .lines(out.resolve("soak.svg"));
    lines.add("![memory over time](soak.svg)\n");
    table(
        figures.soak(),
        figures.soak().rows(row -> !row.is("kind", "slice")),
        List.of("kind", "offered", "heap_mb", "ours_mb", "memory_mb", "threads"));
    lines.add(
        "\n%d slices of %s s: %s requests, %s failed, %s retransmissions, worst p99 %s ms, longest pause %s ms."
            .formatted(
                slices.size(),
                slices.isEmpty() ? "" : Page.number(slices.get(0).number("seconds")),
                Page.number(sum(slices, "ok")),
                Page.number(sum(slices, "failed")),
                Page.number(sum(slices, "retransmissions")),
                Page.number(greatest(slices, "p99")),
                Page.number(greatest(slices, "gc_longest_ms"))));
  }

  private static String minute(Row row, int slices) {
    boolean isShown = slices <= 12 || Math.round(row.number("minute")) % 5 == 0;
    return isShown ? "%.0f".formatted(row.number("minute")) : "";
  }

  private static double sum(List<Row> rows, String column) {
    return rows.stream().mapToDouble(row -> row.number(column)).sum();
  }

  private static double greatest(List<Row> rows, String column) {
    return rows.stream().mapToDouble(row -> row.number(column)).max().orElse(Double.NaN);
  }

  private void jmh() {
    if (figures.jmh().isEmpty()) {
      return;
    }
    heading("The engine alone (JMH)", figures.jmh());
    lines.add("| benchmark | entries | time | bytes allocated |\n|---|---|---|---|");
    for (Row row : figures.jmh().rows(row -> !row.get("Benchmark").contains(":"))) {
      String entries = row.get("Param: entries") + row.get("Param: others");
      double bytes =
          figures
              .jmh()
              .median(
                  "Score",
                  each ->
                      each.is("Benchmark", row.get("Benchmark") + ":gc.alloc.rate.norm")
                          && each.is("Param: entries", row.get("Param: entries"))
                          && each.is("Param: others", row.get("Param: others")));
      lines.add(
          "| %s | %s | %s %s | %s |"
              .formatted(
                  row.get("Benchmark").replaceFirst(".*\\.(\\w+\\.\\w+)$", "$1"),
                  entries.isEmpty() ? "–" : "%,d".formatted(Long.parseLong(entries)),
                  Page.number(row.number("Score")),
                  row.get("Unit"),
                  Page.number(bytes)));
    }
  }
}
