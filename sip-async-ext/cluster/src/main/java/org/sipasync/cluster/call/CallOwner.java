package org.sipasync.cluster.call;

/** Events of a call for its container; called on the node's thread, must not block. */
public interface CallOwner {

  /** Notifies that the call survives this node from now on. */
  default void stored() {}

  /**
   * Notifies that the call is another node's now: the cluster had buried this one. It must end here
   * without any answer.
   */
  void abandoned();
}
