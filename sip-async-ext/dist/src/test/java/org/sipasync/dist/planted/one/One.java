package org.sipasync.dist.planted.one;

import org.sipasync.dist.planted.two.Two;

/** Half of a circle that the rule on cycles must find. */
public interface One {
  /** The other half. */
  Two other();
}
