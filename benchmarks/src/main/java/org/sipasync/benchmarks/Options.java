package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Command line options: {@code --name value} and {@code --flag}. */
final class Options {
  private static final Set<String> FLAGS =
      Set.of("quick", "no-search", "report", "keep", "cold", "starved");
  private static final Set<String> VALUES =
      Set.of(
          "rounds", "seconds", "warm-up", "cases", "methods", "targets", "out", "java", "rate",
          "minutes", "levels", "rates", "step", "search");

  /** JVM options where memory matters: ZGC has no compressed pointers. */
  private static final List<String> COMPACT = List.of("-Xmx2g", "-XX:+UseG1GC");

  /** Options beside the runnable jar. */
  private static final Path SHIPPED = Path.of("sip-async-ext/dist/target/sip-async-micro.args");

  /** Commands whose duration and rate keep more transactions than 2 GB can hold. */
  private static final Set<String> LONG = Set.of("overload", "soak");

  private final Map<String, String> given = new HashMap<>();
  private final String what;

  private Options(String what) {
    this.what = what;
  }

  static Options parse(String what, List<String> arguments) {
    Options options = new Options(what);
    for (int i = 0; i < arguments.size(); i++) {
      String name = arguments.get(i).replaceFirst("^--", "");
      if (FLAGS.contains(name)) {
        options.given.put(name, "true");
      } else if (VALUES.contains(name) && i + 1 < arguments.size()) {
        options.given.put(name, arguments.get(++i));
      } else {
        throw new IllegalArgumentException("unknown or incomplete option: " + arguments.get(i));
      }
    }
    return options;
  }

  boolean has(String flag) {
    return given.containsKey(flag);
  }

  boolean quick() {
    return has("quick");
  }

  int number(String name, int full, int quick) {
    return has(name) ? Integer.parseInt(given.get(name)) : quick() ? quick : full;
  }

  /** Returns words separated by commas; empty, meaning all, if absent. */
  Set<String> words(String name) {
    return has(name) ? Set.copyOf(Arrays.asList(given.get(name).split(","))) : Set.of();
  }

  /** Options for the measured JVMs. */
  List<String> java() throws IOException {
    if (has("java")) {
      return List.of(given.get("java").trim().split("\\s+"));
    }
    return what.equals("scale") ? COMPACT : shipped(LONG.contains(what) ? "-Xmx4g" : "-Xmx2g");
  }

  /** Returns the recommended options with a heap of twice the live data at that load. */
  private static List<String> shipped(String heap) throws IOException {
    try (Stream<String> lines = Files.lines(SHIPPED)) {
      return Stream.concat(Stream.of(heap), lines.filter(line -> line.startsWith("-"))).toList();
    }
  }

  /**
   * Returns the output directory; quick runs test the harness and stay out of the documentation.
   */
  Path out(Path root) {
    if (has("out")) {
      return Path.of(given.get("out")).toAbsolutePath();
    }
    return root.resolve(quick() ? "benchmarks/target/quick" : "docs/benchmarks");
  }

  String mode() {
    return quick() ? "quick" : "full";
  }
}
