package org.sipasync.dist.planted.two;

import org.sipasync.dist.planted.one.One;

/** Half of a circle that the rule on cycles must find. */
public interface Two {
  /** The other half. */
  One other();
}
