package org.sipasync.restcomm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sipasync.payara.server.ListenPoint;
import org.sipasync.spi.ContainerStatus;

/**
 * A listen point and the stack's threads that read from it.
 *
 * @param point where it listens
 * @param threads JAIN-SIP's threads: one that reads, for UDP one more that parses
 */
record Listening(ListenPoint point, List<Thread> threads) {

  /** To be called when JAIN-SIP has started the threads, which can be known by their names only. */
  static Listening of(ListenPoint point) {
    String transport = point.transport().toUpperCase(Locale.ROOT);
    String prefix =
        (transport.equals("UDP") ? "MessageProcessorThread-" : "NioSelector-") + transport + "-";
    String suffix = "/" + point.port();
    return new Listening(
        point,
        all().stream()
            .filter(
                thread ->
                    thread.getName().startsWith(prefix) && thread.getName().endsWith(suffix)
                        || transport.equals("UDP") && thread.getName().startsWith("sip-udp-"))
            .toList());
  }

  private static List<Thread> all() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[2 * root.activeCount() + 100];
    int found = root.enumerate(threads);
    return Arrays.asList(threads).subList(0, found);
  }

  ContainerStatus.ListenPoint status() {
    return new ContainerStatus.ListenPoint(
        point.toString(), !threads.isEmpty() && threads.stream().allMatch(Thread::isAlive));
  }
}
