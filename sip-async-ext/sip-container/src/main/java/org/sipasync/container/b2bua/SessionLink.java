package org.sipasync.container.b2bua;

/** Link of two legs. Its identity is the link: requests that are linked remember it. */
final class SessionLink {
  private final Leg one;
  private final Leg other;

  SessionLink(Leg one, Leg other) {
    this.one = one;
    this.other = other;
  }

  Leg other(Leg leg) {
    return leg == one ? other : one;
  }
}
