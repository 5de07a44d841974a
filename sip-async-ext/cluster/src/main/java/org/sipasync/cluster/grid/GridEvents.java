package org.sipasync.cluster.grid;

/** Events of the grid for its node; called on the node's thread. */
public interface GridEvents {

  /** Notifies of a member that came or went. */
  void membersChanged();

  /** Notifies that this member has rejoined a cluster under another id. */
  void identityChanged();

  /**
   * Answers another member's question.
   *
   * @return the answer; never null
   * @throws IllegalArgumentException if the question cannot be read
   */
  byte[] asked(byte[] question);
}
