package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes {@code index.md} between its two markers, and the plots, from all available results. */
final class Page {
  private static final String BEGIN = "<!-- generated: begin -->";
  private static final String END = "<!-- generated: end -->";
  private static final List<String> TARGETS =
      List.of("async", "async25", "first-cut", "blocking", "kamailio");

  private final Path out;
  private final Figures figures;
  private final List<String> lines = new ArrayList<>();

  private Page(Path out) throws IOException {
    this.out = out;
    this.figures = Figures.read(out);
  }

  /**
   * Writes the page, keeping the text around the markers; a new page starts like the
   * documentation's.
   */
  static void write(Path root, Path out) throws IOException {
    Files.createDirectories(out);
    Path page = out.resolve("index.md");
    if (!Files.exists(page)) {
      Files.copy(root.resolve("docs/benchmarks/index.md"), page);
    }
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(page + " has no markers " + BEGIN + " and " + END);
    }
    String generated = new Page(out).generate();
    Files.writeString(
        page, text.substring(0, begin + BEGIN.length()) + generated + text.substring(end));
  }

  private String generate() throws IOException {
    if (figures.run().isEmpty()) {
      lines.add("**There are no figures yet:** `benchmarks/run` writes them here.");
    } else {
      comparison();
    }
    new Tables(figures, out, lines).rest();
    return "\n\n" + String.join("\n", lines).strip() + "\n\n";
  }

  private void comparison() throws IOException {
    about();
    lines.add("## Goals\n");
    lines.addAll(Goals.table(figures));
    lines.add(
        "\n"
            + "OpenSIPS is estimated per case: Kamailio here, in the same run, times OpenSIPS 4.0.1"
            + " by Kamailio 6.1.4 in one run elsewhere. Kamailio here is 5.6.3. Cases that Debian's"
            + " Kamailio cannot do start from its sleep.");
    lines.add("\n## CPU seconds per 1000\n");
    cpuTable();
    charts();
    lines.add("\n## Latency, memory, threads\n");
    latencyTable();
    lines.add("\n## Highest rate without failure and retransmission\n");
    highestTable();
    lines.add("\n## Cold start, and afterwards\n");
    single();
  }

  private void about() {
    if (figures.run().isQuick()) {
      lines.add("**From a quick run: these figures only prove that the harness works.**\n");
    }
    lines.add("| | |\n|---|---|");
    figures.run().about().forEach((key, value) -> lines.add("| %s | %s |".formatted(key, value)));
    lines.add("");
  }

  private void cpuTable() {
    lines.add(
        "| case | flow | async | async, JDK 25 | blocking | Kamailio | async ÷ Kamailio | OpenSIPS,"
            + " estimated | async ÷ OpenSIPS | wake-ups per request: async, Kamailio | KB allocated"
            + " per request: JDK 17, 25 |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|---|");
    for (Case what : Case.ALL) {
      for (String method : List.of("OPTIONS", "INVITE")) {
        double async = figures.warm("async", what.name(), method, "cpu_per_1000");
        double kamailio = figures.warm("kamailio", what.name(), method, "cpu_per_1000");
        if (!Double.isNaN(async)) {
          lines.add(
              "| "
                  + String.join(
                      " | ",
                      Case.title(what.name()),
                      method,
                      spread("async", what.name(), method),
                      spread("async25", what.name(), method),
                      spread("blocking", what.name(), method),
                      spread("kamailio", what.name(), method),
                      number(async / kamailio),
                      number(figures.openSips(what.name(), method)),
                      number(async / figures.openSips(what.name(), method)),
                      pair("async", "kamailio", what.name(), method, "switches"),
                      pair("async", "async25", what.name(), method, "kb_allocated"))
                  + " |");
        }
      }
    }
  }

  private String pair(String one, String other, String what, String method, String column) {
    return number(figures.warm(one, what, method, column))
        + ", "
        + number(figures.warm(other, what, method, column));
  }

  /** The median, and in brackets the smallest and the greatest round. */
  private String spread(String target, String what, String method) {
    double median = figures.warm(target, what, method, "cpu_per_1000");
    double[] range = figures.run().range("cpu_per_1000", Figures.of("warm", target, what, method));
    return Double.isNaN(median)
        ? "–"
        : "%s (%s–%s)".formatted(number(median), number(range[0]), number(range[1]));
  }

  private void charts() throws IOException {
    for (String method : List.of("OPTIONS", "INVITE")) {
      String file = "cpu-" + method.toLowerCase(java.util.Locale.ROOT) + ".svg";
      Chart chart =
          new Chart(
                  "CPU seconds per 1000, " + method + " (exec has its own scale: see the table)",
                  false)
              .labels(Case.names().filter(name -> !name.equals("exec")).toList());
      for (String target : TARGETS) {
        chart.series(
            target,
            Case.names()
                .filter(name -> !name.equals("exec"))
                .map(name -> figures.warm(target, name, method, "cpu_per_1000"))
                .toList());
      }
      chart.bars(out.resolve(file));
      picture(file, "CPU seconds per 1000, " + method);
    }
    Chart highest =
        new Chart("highest OPTIONS a second, logarithmic", true).labels(Case.names().toList());
    Chart latency =
        new Chart("async, OPTIONS: latency in ms, logarithmic", true).labels(Case.names().toList());
    for (String target : TARGETS) {
      highest.series(
          target, Case.names().map(name -> figures.highest(target, name, "OPTIONS")).toList());
    }
    for (String column : List.of("p50", "p95", "p99")) {
      latency.series(
          column,
          Case.names().map(name -> figures.warm("async", name, "OPTIONS", column)).toList());
    }
    highest.bars(out.resolve("highest.svg"));
    latency.bars(out.resolve("latency.svg"));
  }

  private void latencyTable() {
    picture("latency.svg", "latency");
    lines.add(
        "| server | case | flow | offered/s | achieved/s | failed | again | p50 | p95 | p99 ms | MB"
            + " | threads | GC pauses, longest ms |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (String target : TARGETS) {
      for (Case what : Case.ALL) {
        for (String method : List.of("OPTIONS", "INVITE")) {
          if (!Double.isNaN(figures.warm(target, what.name(), method, "offered"))) {
            List<String> cells = new ArrayList<>(List.of(target, what.name(), method));
            for (String column :
                List.of(
                    "offered",
                    "achieved",
                    "failed",
                    "retransmissions",
                    "p50",
                    "p95",
                    "p99",
                    "memory_mb",
                    "threads")) {
              cells.add(number(figures.warm(target, what.name(), method, column)));
            }
            cells.add(
                "%s, %s"
                    .formatted(
                        number(figures.warm(target, what.name(), method, "gc")),
                        number(figures.warm(target, what.name(), method, "gc_longest_ms"))));
            lines.add("| " + String.join(" | ", cells) + " |");
          }
        }
      }
    }
  }

  private void highestTable() {
    picture("highest.svg", "highest rate");
    lines.add(
        "| server | case | flow | highest/s | what ended the search | p99 ms there | SIPp, cores"
            + " |");
    lines.add("|---|---|---|---|---|---|---|");
    for (Row row : figures.run().rows(row -> row.is("kind", "highest"))) {
      lines.add(
          "| %s | %s | %s | %s | %s | %s | %s |"
              .formatted(
                  row.get("target"),
                  row.get("case"),
                  row.get("method"),
                  number(row.number("highest")),
                  row.get("limit"),
                  number(row.number("p99")),
                  number(row.number("sipp_cores"))));
    }
    for (Row row : figures.run().rows(row -> row.is("kind", "backend"))) {
      double highest = figures.highest("async", "http", "OPTIONS");
      lines.add(
          "\nThe HTTP backend alone, 1,000 connections: %s requests per second, p50 %s ms, p99 %s ms. %s"
              .formatted(
                  number(row.number("achieved")),
                  number(row.number("p50")),
                  number(row.number("p99")),
                  row.number("achieved") > 1.3 * highest
                      ? "It does not limit HTTP above."
                      : Double.isNaN(highest) ? "" : "**It may limit HTTP above.**"));
    }
  }

  private void single() {
    for (Row row : figures.run().rows(row -> row.is("kind", "cold"))) {
      lines.add(
          "- From start to the first answer: %s s. Then immediately %s HTTP OPTIONS per second for %s s: p50 %s, p99 %s ms, %s retransmissions, %s failed, %s CPU-s per 1000."
              .formatted(
                  number(row.number("start_seconds")),
                  number(row.number("offered")),
                  number(row.number("seconds")),
                  number(row.number("p50")),
                  number(row.number("p99")),
                  number(row.number("retransmissions")),
                  number(row.number("failed")),
                  number(row.number("cpu_per_1000"))));
    }
    for (Row row : figures.run().rows(row -> row.is("kind", "afterwards"))) {
      lines.add(
          "- %s, base: releasing the transactions costs another %s CPU-s per 1000 in the following 34 s, at an idle load of %s cores. The table above excludes it."
              .formatted(
                  row.get("method"),
                  number(row.number("afterwards_per_1000")),
                  number(row.number("idle_cores"))));
    }
  }

  private void picture(String file, String text) {
    if (Files.exists(out.resolve(file))) {
      lines.add("\n![%s](%s)\n".formatted(text, file));
    }
  }

  static String number(double value) {
    return Double.isNaN(value) || Double.isInfinite(value) ? "–" : Chart.number(value);
  }
}
