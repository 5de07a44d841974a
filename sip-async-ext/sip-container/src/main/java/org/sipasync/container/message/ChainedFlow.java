package org.sipasync.container.message;

import org.sipasync.sip.transport.Flow;

/** Flow between two applications of this container. For the loop's thread only. */
public interface ChainedFlow extends Flow {
  /**
   * Returns the origin of the message that has just arrived, as the container received it; null if
   * an application of this container made it.
   */
  MessageOrigin initialOrigin();
}
