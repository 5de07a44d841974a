package org.sipasync.spi;

import java.util.function.Consumer;
import org.sipasync.admin.CapturedMessage;

/** The SIP messages that the container keeps for operators. Thread-safe; does not block. */
public interface MessageCapture {
  /** Returns true while messages are kept. */
  boolean isOn();

  /** Starts to keep messages, or ends it and drops them. Takes effect soon. */
  void turn(boolean on);

  /** Returns the limit of messages, for what is kept besides. */
  int maxMessages();

  /**
   * Visits the messages kept, oldest first; those that are overwritten meanwhile are left out.
   *
   * @param visitor called on this thread; not null
   */
  void forEach(Consumer<CapturedMessage> visitor);
}
