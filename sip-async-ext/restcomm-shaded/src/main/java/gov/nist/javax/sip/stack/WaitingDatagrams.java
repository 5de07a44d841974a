package gov.nist.javax.sip.stack;

import java.net.DatagramPacket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The datagrams that wait to be parsed, and how long the one that a thread has taken had to. */
public final class WaitingDatagrams extends ArrayBlockingQueue<DatagramQueuedMessageDispatch> {
  private static final long serialVersionUID = 1L;
  private static final ThreadLocal<Long> WAITED_NANOS = new ThreadLocal<>();

  WaitingDatagrams(int capacity) {
    super(capacity);
  }

  /**
   * How long the datagram waited that the calling thread parses, in ms; 0 on a thread that parses
   * none.
   */
  public static long waitedMillis() {
    Long nanos = WAITED_NANOS.get();
    return nanos == null ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  /** Adds what has been received just now; false if there is no room. */
  boolean offer(DatagramPacket packet) {
    return offer(new DatagramQueuedMessageDispatch(packet, System.nanoTime()));
  }

  @Override
  public DatagramQueuedMessageDispatch take() throws InterruptedException {
    DatagramQueuedMessageDispatch taken = super.take();
    WAITED_NANOS.set(System.nanoTime() - taken.getReceptionTime());
    return taken;
  }
}
