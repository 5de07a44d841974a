package org.sipasync.sip.transport;

/** Place of the tap of one loop's transports. For the loop's thread, or before it runs. */
final class TapHolder {
  /** Null if nobody observes. */
  private MessageTap tap;

  void set(MessageTap newTap) {
    tap = newTap;
  }

  void received(byte[] data, int length, Flow flow) {
    if (tap != null) {
      tap.received(data, length, flow);
    }
  }

  void sent(byte[] message, Flow flow) {
    if (tap != null && !KeepAlives.isKeepAlive(message, message.length)) {
      tap.sent(message, flow);
    }
  }
}
