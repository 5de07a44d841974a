package org.sipasync.benchmarks;

import java.util.Map;

/**
 * OpenSIPS 4.0.1 and Kamailio 6.1.4, measured on another machine with two cores: {@code CPU seconds
 * per 1000}, and the highest OPTIONS per second. Values for this machine are estimated through
 * Kamailio, which was measured on both.
 */
final class Anchors {
  private static final Map<String, Double> OPTIONS =
      Map.of(
          "base", 0.116, "sleep", 0.259, "http", 0.378, "sql", 0.277, "exec", 6.10, "launch",
          0.347);
  private static final Map<String, Double> INVITE =
      Map.of("base", 0.207, "sleep", 0.350, "http", 0.490);
  private static final Map<String, Double> KAMAILIO = Map.of("base", 0.140, "sleep", 0.173);
  static final double HTTP_RATE = 1856;

  private Anchors() {}

  /** Returns the figure of OpenSIPS; NaN if it was not measured. */
  static double openSips(String what, String method) {
    Map<String, Double> measured = method.equals("OPTIONS") ? OPTIONS : INVITE;
    return measured.getOrDefault(what, Double.NaN);
  }

  /**
   * Returns the factor by which this machine is slower: Kamailio's CPU time here by that there, the
   * geometric mean of base and sleep. An estimate, because the versions differ.
   *
   * @param base CPU seconds per 1000 OPTIONS here
   * @param sleep likewise with a sleep
   */
  static double slowness(double base, double sleep) {
    return Math.sqrt(base / KAMAILIO.get("base") * (sleep / KAMAILIO.get("sleep")));
  }
}
