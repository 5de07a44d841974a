package org.sipasync.sip.trace;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.MessageTap;
import org.sipasync.sip.transport.SourceAddresses;
import org.sipasync.support.LimitedLog;

/**
 * Tap of the transports: masks each message once and hands it to the sinks. A sink that fails costs
 * a line in the log, never the message. For the loop's thread.
 */
final class MessageTrace implements MessageTap {
  private static final LimitedLog LOG =
      new LimitedLog(System.getLogger(MessageTrace.class.getName()));

  private final List<CaptureSink> sinks;
  private final LongSupplier microClock;
  private final SourceAddresses sources = new SourceAddresses();
  private final Capture capture = new Capture();

  /**
   * Creates a tap.
   *
   * @param microClock microseconds since 1970
   */
  MessageTrace(List<CaptureSink> sinks, LongSupplier microClock) {
    this.sinks = List.copyOf(sinks);
    this.microClock = microClock;
  }

  /** Returns the time in microseconds since 1970. */
  static long nowMicros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  @Override
  public void received(byte[] data, int length, Flow flow) {
    hand(data, length, true, flow);
  }

  @Override
  public void sent(byte[] message, Flow flow) {
    hand(message, message.length, false, flow);
  }

  /** Returns the local address; of a listen point on all addresses, the one towards the peer. */
  private InetSocketAddress local(Flow flow) {
    InetSocketAddress local = flow.local();
    if (!local.getAddress().isAnyLocalAddress()) {
      return local;
    }
    InetAddress leaving = sources.towards(flow.remote().getAddress());
    return leaving == null ? local : new InetSocketAddress(leaving, local.getPort());
  }

  private void hand(byte[] data, int length, boolean isReceived, Flow flow) {
    try {
      capture.set(microClock.getAsLong(), isReceived, flow.transport(), local(flow), flow.remote());
      capture.set(data, length);
      for (int i = 0; i < sinks.size(); i++) {
        sinks.get(i).take(capture);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "capture", "A SIP message could not be captured: " + e);
    }
  }
}
