package org.sipasync.cluster.grid;

import java.util.function.Consumer;

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

  /**
   * Answers another member's question, now or later.
   *
   * @param onEnd gets the answer, once, on any thread
   */
  default void asked(byte[] question, Consumer<byte[]> onEnd) {
    onEnd.accept(asked(question));
  }
}
