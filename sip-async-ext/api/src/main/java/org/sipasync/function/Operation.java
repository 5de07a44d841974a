package org.sipasync.function;

import java.time.Duration;

/**
 * A function's view of the operation it is asked to start.
 *
 * <p>Valid during {@link AsyncFunction#start} only, and on that thread only.
 */
public interface Operation {

  /** Time left until the deadline; never negative, never null. */
  Duration remaining();
}
