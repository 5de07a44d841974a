package org.sipasync.benchmarks;

/** A server that is measured. */
interface Target extends AutoCloseable {

  /** Its name in the tables: async, blocking, kamailio. */
  String name();

  /** Returns its port for SIP over UDP on loopback. */
  int port();

  ProcessHandle process();

  /** Returns its garbage collection pauses between two times. */
  Pauses pauses(long fromMillis, long toMillis);

  /** Returns the bytes that its threads have allocated; NaN if it has no such thing. */
  default double allocated() throws java.io.IOException, InterruptedException {
    return Double.NaN;
  }

  /** Returns true if it listens on TCP, on the same port. */
  default boolean hasTcp() {
    return false;
  }

  @Override
  void close();
}
