package org.sipasync.spi;

import java.io.Serializable;
import java.time.Duration;

/**
 * The work that a suspended message waits for: part of the state that the session keeps. Immutable.
 */
public interface SuspendedWork extends Serializable {

  /** Returns the function's name; never null. */
  String functionName();

  /** Returns the function if it can be stored and run again, without harm; else null. */
  Serializable repeatable();

  /** Returns the time until its deadline, or until a delay is over; zero if that has passed. */
  Duration remaining();
}
