package org.sipasync.sip.trace;

import java.net.InetSocketAddress;

/**
 * Settings of what sees the messages on the wire.
 *
 * @param ladder true if the last messages are kept from the start
 * @param maxMessages limit of messages kept
 * @param maxBytes limit of their bytes
 * @param log form of the log
 * @param maxLogged limit of messages logged in a second; 0 for none
 * @param collector address of the HEP collector; null for none
 * @param captureId number of this agent at the collector
 * @param authKey key for the collector; empty for none
 */
public record TraceSettings(
    boolean ladder,
    int maxMessages,
    int maxBytes,
    LogForm log,
    int maxLogged,
    InetSocketAddress collector,
    long captureId,
    String authKey) {
  /** Nothing is observed. */
  public static final TraceSettings OFF =
      new TraceSettings(false, 10_000, 8 << 20, LogForm.OFF, 0, null, 2_001, "");

  /** Form of the log. */
  public enum LogForm {
    OFF,
    LINES,
    MESSAGES
  }
}
