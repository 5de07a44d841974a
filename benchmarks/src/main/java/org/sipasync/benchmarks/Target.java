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

  /** Returns what its threads have allocated. */
  default Allocation allocation() throws java.io.IOException, InterruptedException {
    return Allocation.UNKNOWN;
  }

  @Override
  void close();
}
