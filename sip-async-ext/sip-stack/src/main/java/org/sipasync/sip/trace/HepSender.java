package org.sipasync.sip.trace;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.LongAdder;
import org.sipasync.Problem;
import org.sipasync.support.LimitedLog;

/**
 * Sends each message to a HEP collector, as one datagram from the loop's thread. There is no queue:
 * what the socket does not take at once is dropped and counted, so that a collector that is slow or
 * absent costs SIP nothing.
 */
final class HepSender implements CaptureSink {
  /** Requested size of the kernel's buffer. */
  private static final int SOCKET_BUFFER = 1 << 20;

  /** Time without attempts after a failure, such as a collector that is gone. */
  private static final long PAUSE_MICROS = 1_000_000;

  private final InetSocketAddress collector;
  private final HepPacket packet;
  private final LimitedLog log;
  private final DatagramChannel channel;
  private final LongAdder dropped = new LongAdder();
  private long pausedUntilMicros;

  /**
   * Opens the socket.
   *
   * @param collector with an IP address
   * @throws IOException if there is no way to that address
   */
  HepSender(InetSocketAddress collector, HepPacket packet, Logger logger) throws IOException {
    this.collector = collector;
    this.packet = packet;
    this.log = new LimitedLog(logger);
    this.channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
      channel.connect(collector);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void take(Capture capture) {
    if (capture.atMicros() < pausedUntilMicros) {
      dropped.increment();
      return;
    }
    ByteBuffer data = packet.of(capture);
    if (data == null) {
      drop("the message is larger than a datagram");
      return;
    }
    try {
      if (channel.write(data) == 0) {
        drop("the socket's buffer is full");
      }
    } catch (IOException e) {
      pausedUntilMicros = capture.atMicros() + PAUSE_MICROS;
      drop(e.toString());
    }
  }

  private void drop(String why) {
    dropped.increment();
    log.log(Level.WARNING, "drop", Problem.HEP_DROPPED.message(collector, why, dropped.sum()));
  }

  /** Returns the number of messages that were not sent. Thread-safe. */
  long dropped() {
    return dropped.sum();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      log.log(Level.DEBUG, "close", "Closing the HEP socket failed: " + e);
    }
  }
}
