package org.sipasync.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was asked for on the command line: {@code --name value} and {@code --flag}. */
final class Options {
  private static final Set<String> FLAGS = Set.of("quick", "no-search", "report", "keep");
  private static final Set<String> VALUES =
      Set.of("rounds", "seconds", "cases", "methods", "out", "java", "rate", "minutes", "levels");

  private final Map<String, String> given = new HashMap<>();

  private Options() {}

  static Options parse(List<String> arguments) {
    Options options = new Options();
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

  /** Words separated by commas; empty if not given, which means all. */
  Set<String> words(String name) {
    return has(name) ? Set.copyOf(Arrays.asList(given.get(name).split(","))) : Set.of();
  }

  /** Options for the measured JVMs. */
  List<String> java() {
    return List.of(given.getOrDefault("java", "-Xmx2g").trim().split("\\s+"));
  }

  /** Where results go: quick runs prove the harness and stay out of the documentation. */
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
