package org.sipasync.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * {@code Main run|stack|calls|scale|soak|overload|profile OPTIONS}, in the repository's directory.
 */
public final class Main {
  private Main() {}

  /** Exits with 0 if everything was measured, whatever the figures. */
  public static void main(String[] arguments) throws Exception {
    List<String> all = Arrays.asList(arguments);
    String what = all.get(0);
    Options options = Options.parse(what, all.subList(1, all.size()));
    Path root = Path.of("").toAbsolutePath();
    Path out = options.out(root);
    if (what.equals("profile")) {
      try (Workshop workshop = new Workshop(root, options.has("keep"))) {
        new Profile(options, workshop).run(root.resolve("benchmarks/target"));
      }
      return;
    }
    if (!options.has("report")) {
      long begin = System.nanoTime();
      try (Workshop workshop = new Workshop(root, options.has("keep"))) {
        Results results = Results.create(out, what, Machine.about(workshop, options));
        measure(what, options, workshop, results);
      }
      System.out.printf("%s took %d s%n", what, (System.nanoTime() - begin) / 1_000_000_000L);
    }
    if (what.equals("run") && !options.has("report") && !options.has("targets")) {
      try (Workshop workshop = new Workshop(root, options.has("keep"))) {
        Results calls = Results.create(out, "calls", Machine.about(workshop, options));
        measure("calls", options, workshop, calls);
      }
    }
    Page.write(root, out);
    System.out.println("written to " + out);
  }

  private static void measure(String what, Options options, Workshop workshop, Results results)
      throws Exception {
    switch (what) {
      case "run" -> new Comparison(options, workshop, results).run();
      case "stack" -> new StackComparison(options, workshop, results).run();
      case "calls" -> new Calls(options, workshop, results).run();
      case "scale" -> new Scale(options, workshop, results).run();
      case "soak" -> new Soak(options, workshop, results).run();
      case "overload" -> new Overload(options, workshop, results).run();
      default -> throw new IllegalArgumentException("unknown: " + what);
    }
  }
}
