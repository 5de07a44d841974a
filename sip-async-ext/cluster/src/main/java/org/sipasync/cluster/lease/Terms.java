package org.sipasync.cluster.lease;

/**
 * Terms that all members of a cluster must agree on.
 *
 * @param majority number of members, this one included, without which none acts; more than half of
 *     the members that are configured
 * @param lease time in milliseconds that a majority's word is good for
 * @param fingerprint hash of the configuration that must be the same on each member
 */
public record Terms(int majority, long lease, long fingerprint) {
  public Terms {
    if (majority < 1 || lease < 10) {
      throw new IllegalArgumentException("majority " + majority + ", lease " + lease + " ms");
    }
  }

  /** Time after its start during which a member vouches for none: its memory is gone. */
  long silence() {
    return 2 * lease;
  }

  /** Time between two rounds of questions. */
  long round() {
    return lease / 4;
  }

  /** Age up to which a confirmation counts. */
  long freshness() {
    return lease / 2;
  }

  /** Time to wait after a burial, some more than a lease, for clocks that differ in speed. */
  long mourning() {
    return lease + lease / 10;
  }
}
