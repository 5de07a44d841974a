package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Heap of a JVM after a full collection.
 *
 * @param bytes in total
 * @param ours shallow size of objects of {@code org.sipasync} classes
 */
record Heap(long bytes, long ours) {
  private static final Pattern LINE = Pattern.compile("^ *\\d+: +\\d+ +(\\d+) +(\\S+).*$");

  /** Collects and walks the heap, which takes a while. */
  static Heap of(Workshop workshop, Target target) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String histogram =
        Child.run(
            workshop.directory(),
            "histogram",
            List.of(jcmd, Long.toString(target.process().pid()), "GC.class_histogram"));
    long all = 0;
    long ours = 0;
    for (String line : histogram.split("\n")) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        long bytes = Long.parseLong(matcher.group(1));
        all += bytes;
        ours += matcher.group(2).contains("org.sipasync") ? bytes : 0;
      }
    }
    return new Heap(all, ours);
  }

  double megabytes() {
    return bytes / 1e6;
  }
}
