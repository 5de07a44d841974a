package org.sipasync.benchmarks;

import java.io.IOException;
import java.time.Duration;

/**
 * Searches for the highest rate without failure and retransmission: increases by half until it
 * fails, then bisects twice.
 */
final class Search {
  private static final double FACTOR = 1.5;
  private static final int BISECTIONS = 2;
  private static final Duration CALM = Duration.ofSeconds(40);

  private final Measurement measurement;
  private final int maxSteps;
  private final double seconds;

  /**
   * @param maxSteps maximum number of increases
   * @param seconds duration of each step
   */
  Search(Measurement measurement, int maxSteps, double seconds) {
    this.measurement = measurement;
    this.maxSteps = maxSteps;
    this.seconds = seconds;
  }

  /**
   * Returns the row of the best run, or of the first, failed one; {@code limit} names the limit.
   */
  Row highest(Target target, Case what, String method, int first)
      throws IOException, InterruptedException {
    Row best = null;
    double failed = Double.NaN;
    Row last = null;
    for (int i = 0, rate = first; i < maxSteps; i++, rate = (int) (rate * FACTOR)) {
      last = attempt(target, what, method, rate);
      if (!Measurement.isClean(last)) {
        failed = rate;
        break;
      }
      best = last;
    }
    for (int i = 0; i < BISECTIONS && best != null && !Double.isNaN(failed); i++) {
      int middle = (int) ((best.number("offered") + failed) / 2);
      Row row = attempt(target, what, method, middle);
      if (Measurement.isClean(row)) {
        best = row;
      } else {
        failed = middle;
        last = row;
      }
    }
    Row result = best != null ? best : last;
    return result
        .with("highest", best != null ? best.get("offered") : 0)
        .with("limit", limit(last, failed));
  }

  /** Runs a step and repeats it once after a failure, which may have other causes. */
  private Row attempt(Target target, Case what, String method, int rate)
      throws IOException, InterruptedException {
    Row row = measurement.run(target, what, method, rate, seconds);
    System.out.println("  search " + Measurement.line(row));
    if (!Measurement.isClean(row)) {
      Probe.awaitCalm(target.port(), Case.calmUser(target.name()), CALM);
      row = measurement.run(target, what, method, rate, seconds);
      System.out.println("  again  " + Measurement.line(row));
      Probe.awaitCalm(target.port(), Case.calmUser(target.name()), CALM);
    }
    return row;
  }

  private static String limit(Row last, double failed) {
    if (Double.isNaN(failed)) {
      return "none found: the search ended";
    }
    if (last.number("sipp_cores") > 0.9) {
      return "SIPp itself";
    }
    return last.number("failed") > 0
        ? "failures"
        : last.number("retransmissions") > 0 ? "retransmissions" : "achieved rate";
  }
}
