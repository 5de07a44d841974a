package gov.nist.javax.sip.stack;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedList;

/**
 * Reads datagrams into a queue with a bound. In JAIN-SIP's own package, for what it needs of it.
 *
 * <p>JAIN-SIP's reader keeps 64 KB for each datagram that waits, in a queue without a bound: some
 * thousand CANCELs used up the heap and the reader died, and with it UDP. Here a datagram takes
 * what it has, and when the queue is full it is dropped: its sender sends it again.
 */
final class BoundedUdpProcessor extends UDPMessageProcessor {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final int CAPACITY = 16_384;
  private static final int LARGEST_DATAGRAM = 65_535;
  private static final int DROPS_BETWEEN_WARNINGS = 10_000;

  private final WaitingDatagrams waiting;
  private long dropped;

  BoundedUdpProcessor(InetAddress address, SIPTransactionStack stack, int port) throws IOException {
    super(address, stack, port);
    waiting = new WaitingDatagrams(CAPACITY);
    messageQueue = waiting;
  }

  @Override
  public void run() {
    messageChannels = new LinkedList<>();
    for (int i = 0; i < sipStack.threadPoolSize; i++) {
      messageChannels.add(new UDPMessageChannel(sipStack, this, "sip-udp-" + i));
    }
    byte[] buffer = new byte[LARGEST_DATAGRAM];
    while (isRunning) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        sock.receive(packet);
        packet.setData(Arrays.copyOf(buffer, packet.getLength()));
        if (!waiting.offer(packet)) {
          drop();
        }
      } catch (IOException e) {
        if (isRunning) {
          LOG.log(Level.WARNING, "SIP over UDP: a datagram could not be read: {0}", e.getMessage());
        }
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, "SIP over UDP: the reader failed on a datagram and goes on", e);
      }
    }
  }

  private void drop() {
    if (dropped++ % DROPS_BETWEEN_WARNINGS == 0) {
      LOG.log(
          Level.WARNING,
          "SIP over UDP: {0} datagrams wait, the next is dropped ({1} so far)",
          CAPACITY,
          dropped);
    }
  }
}
