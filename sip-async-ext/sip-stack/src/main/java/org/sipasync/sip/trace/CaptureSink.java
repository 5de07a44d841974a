package org.sipasync.sip.trace;

/** Taker of captured messages. Called on the loop's thread; must not block. */
interface CaptureSink extends AutoCloseable {
  /** Takes one message; the capture is reused when this returns. */
  void take(Capture capture);

  /** Releases what it holds, after the last message. */
  @Override
  default void close() {}
}
