package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pauses for garbage collection.
 *
 * @param longest in ms
 * @param sum in ms
 */
record Pauses(long count, double longest, double sum) {
  static final Pauses NONE = new Pauses(0, 0, 0);

  /**
   * A line of {@code -Xlog:gc,gc+phases:file=...:tm}; ZGC stalls single threads when it is late.
   */
  private static final Pattern LINE =
      Pattern.compile("\\[(\\d+)ms].* (?:Pause|Allocation Stall) .* ([\\d.]+)ms$");

  static Pauses read(Path log, long fromMillis, long toMillis) {
    try (Stream<String> lines = Files.lines(log)) {
      DoubleSummaryStatistics all =
          lines
              .map(LINE::matcher)
              .filter(Matcher::matches)
              .filter(m -> isWithin(Long.parseLong(m.group(1)), fromMillis, toMillis))
              .mapToDouble(m -> Double.parseDouble(m.group(2)))
              .summaryStatistics();
      return all.getCount() == 0 ? NONE : new Pauses(all.getCount(), all.getMax(), all.getSum());
    } catch (IOException e) {
      return NONE;
    }
  }

  private static boolean isWithin(long time, long from, long to) {
    return time >= from && time <= to;
  }
}
