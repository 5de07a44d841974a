package org.sipasync.functions.planted;

/** Closes a circle with {@link Guilty}. */
public final class Accomplice {
  final Guilty guilty;

  Accomplice(Guilty guilty) {
    this.guilty = guilty;
  }
}
