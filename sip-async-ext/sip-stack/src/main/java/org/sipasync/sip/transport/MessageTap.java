package org.sipasync.sip.transport;

/**
 * Observer of the SIP messages that transports read and write, without keep-alives. Called on the
 * loop's thread, before a message is parsed or sent. Must neither block nor throw, and must not
 * keep the array.
 */
public interface MessageTap {
  /** Observes a message as it was read, well-formed or not: the first bytes of an array. */
  void received(byte[] data, int length, Flow flow);

  /** Observes a message that is handed to a socket or to the queue of a connection. */
  void sent(byte[] message, Flow flow);
}
