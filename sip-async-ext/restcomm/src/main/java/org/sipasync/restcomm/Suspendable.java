package org.sipasync.restcomm;

/** A message that can be suspended. */
interface Suspendable {
  /** Its last suspension, or null if it never was suspended. */
  Suspension suspension();

  void suspension(Suspension suspension);
}
