package org.sipasync.benchmarks;

import java.util.Map;

/**
 * OpenSIPS 4.0.1 and Kamailio 6.1.4, measured side by side in one run on another machine with two
 * cores: CPU seconds per 1000. OpenSIPS here is estimated per case, as Kamailio here times what the
 * one cost of the other there. Kamailio here is Debian's 5.6.3, so that is an estimate.
 */
final class Anchors {
  /** Highest clean OPTIONS per second with 100 ms HTTP there, in steps of 15 s. */
  static final double OPENSIPS_HTTP_RATE = 3000;

  static final double KAMAILIO_HTTP_RATE = 4000;

  private static final Map<String, Double> OPENSIPS =
      Map.of(
          "base OPTIONS", 0.107,
          "base INVITE", 0.182,
          "sleep OPTIONS", 0.399,
          "sleep INVITE", 0.487,
          "http OPTIONS", 0.540,
          "http INVITE", 0.623,
          "sql OPTIONS", 0.419,
          "launch OPTIONS", 0.397,
          "exec OPTIONS", 12.4);

  private static final Map<String, Double> KAMAILIO =
      Map.of(
          "base OPTIONS", 0.138,
          "base INVITE", 0.240,
          "sleep OPTIONS", 0.172,
          "sleep INVITE", 0.276,
          "http OPTIONS", 0.470,
          "http INVITE", 0.565);

  private Anchors() {}

  /** Returns Kamailio's case that an estimate starts from: its own, or sleep. */
  static String reference(String what) {
    return what.equals("base") ? "base" : "sleep";
  }

  /**
   * Estimates OpenSIPS; NaN if it was not measured.
   *
   * @param kamailio CPU seconds per 1000 of Kamailio here, for {@link #reference} and the method
   */
  static double openSips(String what, String method, double kamailio) {
    return estimate(OPENSIPS, what, method, kamailio);
  }

  /** Estimates Kamailio in a case that Debian's cannot do; NaN if it was not measured. */
  static double kamailio(String what, String method, double kamailio) {
    return estimate(KAMAILIO, what, method, kamailio);
  }

  private static double estimate(
      Map<String, Double> peer, String what, String method, double kamailio) {
    double there = peer.getOrDefault(what + " " + method, Double.NaN);
    return kamailio * there / KAMAILIO.getOrDefault(reference(what) + " " + method, Double.NaN);
  }
}
