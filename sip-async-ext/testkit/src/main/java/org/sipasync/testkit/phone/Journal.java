package org.sipasync.testkit.phone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Record of sent and received messages with times; tests wait on it. */
final class Journal {
  private final List<Entry> entries = new ArrayList<>();

  /**
   * A sent or received message.
   *
   * @param nanos its time
   * @param sent true if sent by this phone
   */
  record Entry(long nanos, boolean sent, SipMessage message) {}

  synchronized void note(boolean sent, SipMessage message) {
    entries.add(new Entry(System.nanoTime(), sent, message));
    notifyAll();
  }

  /** Returns the matching messages received so far. */
  synchronized List<Entry> received(Predicate<SipMessage> which) {
    return entries.stream().filter(e -> !e.sent() && which.test(e.message())).toList();
  }

  /** Waits a while for the first received message that matches; asks about each message once. */
  synchronized Optional<Entry> await(Duration atMost, Predicate<SipMessage> which) {
    long deadline = System.nanoTime() + atMost.toNanos();
    int next = 0;
    while (true) {
      for (; next < entries.size(); next++) {
        Entry entry = entries.get(next);
        if (!entry.sent() && which.test(entry.message())) {
          return Optional.of(entry);
        }
      }
      long nanos = deadline - System.nanoTime();
      if (nanos <= 0) {
        return Optional.empty();
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** All of it as a ladder diagram. */
  synchronized String ladder(String title) {
    StringBuilder text = new StringBuilder(title).append('\n');
    for (Entry entry : entries) {
      text.append(
          "%8.1f ms %s %s (%s)%n"
              .formatted(
                  (entry.nanos() - entries.get(0).nanos()) / 1e6,
                  entry.sent() ? "───▶" : "◀───",
                  entry.message().startLine(),
                  entry.message().find("CSeq").orElse("no CSeq")));
    }
    return text.toString();
  }
}
