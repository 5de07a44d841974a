package org.sipasync.sip.transport;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the transports of one loop have done. Thread-safe. */
public final class TransportCounters {
  /** One thing counted. */
  public enum Counter {
    /** Requests and responses handed to the transport user. */
    MESSAGES_READ,
    /** Bytes read, whatever they were. */
    BYTES_READ,
    /** Messages given to the network whole. */
    MESSAGES_WRITTEN,
    /** Bytes given to the network. */
    BYTES_WRITTEN,
    /** Keep-alives: CRLFs and STUN. */
    KEEP_ALIVES,
    /** Messages that the parser or the framing refused. */
    MALFORMED,
    /** Stateless responses to malformed requests. */
    REFUSALS_SENT,
    /** Malformed messages left unanswered: ACKs, responses, no usable Via, too many a second. */
    MALFORMED_DROPPED,
    /** Messages known not to have left. */
    SENDS_FAILED,
    /** Connections accepted. */
    ACCEPTED,
    /** Connections closed at once: too many in all or of one address. */
    CONNECTIONS_REFUSED,
    /** Connections that we have begun to open. */
    OPENED,
    /** Connections that could not be opened: refused, out of time, too many. */
    OPENS_FAILED,
    /** Connections dropped for time: no or half a message, idle, not reading. */
    TIMED_OUT,
    /** Connections dropped for bytes that waited. */
    OVERFLOWED,
    /** Times that accepting paused for want of file descriptors. */
    ACCEPT_PAUSES,
    /** Messages whose handling threw. */
    HANDLER_FAILURES,
    /** Log lines that were lost since the logger threw. */
    LOG_FAILURES
  }

  private final Map<Counter, LongAdder> counts = new EnumMap<>(Counter.class);

  TransportCounters() {
    for (Counter counter : Counter.values()) {
      counts.put(counter, new LongAdder());
    }
  }

  void add(Counter counter) {
    counts.get(counter).increment();
  }

  void add(Counter counter, long n) {
    counts.get(counter).add(n);
  }

  /** Sum since the start. */
  public long get(Counter counter) {
    return counts.get(counter).sum();
  }
}
