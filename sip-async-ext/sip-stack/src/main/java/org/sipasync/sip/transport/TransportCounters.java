package org.sipasync.sip.transport;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counters of the transports of one loop. Thread-safe. */
public final class TransportCounters {
  /** Counter. */
  public enum Counter {
    /** Requests and responses handed to the transport user. */
    MESSAGES_READ,
    /** Bytes read, including keep-alives and malformed messages. */
    BYTES_READ,
    /** Messages written completely. */
    MESSAGES_WRITTEN,
    /** Bytes written. */
    BYTES_WRITTEN,
    /** Keep-alives: CRLFs and STUN. */
    KEEP_ALIVES,
    /** Messages that the parser or the framing refused. */
    MALFORMED,
    /** Stateless responses to malformed requests. */
    REFUSALS_SENT,
    /** Malformed messages left unanswered: ACKs, responses, no usable Via, rate limit reached. */
    MALFORMED_DROPPED,
    /** Datagrams dropped unread because they may have waited too long in their socket. */
    OLD_DROPPED,
    /** Messages known not to have been sent. */
    SENDS_FAILED,
    /** Connections accepted. */
    ACCEPTED,
    /** Connections closed on accept: too many in total or from one address. */
    CONNECTIONS_REFUSED,
    /** Connections that we started to open. */
    OPENED,
    /** Connections that could not be opened: refused, timed out, too many. */
    OPENS_FAILED,
    /** Connections dropped by a time limit: no message, an incomplete one, idle, not reading. */
    TIMED_OUT,
    /** Connections dropped because too many bytes waited. */
    OVERFLOWED,
    /** TLS handshakes completed. */
    HANDSHAKES,
    /** TLS handshakes that failed, ended or took too long. */
    HANDSHAKES_FAILED,
    /** Pauses of accepting for want of file descriptors. */
    ACCEPT_PAUSES,
    /** Messages whose handling threw an exception. */
    HANDLER_FAILURES,
    /** Log lines lost because the logger threw an exception. */
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

  /** Returns the count since the start. */
  public long get(Counter counter) {
    return counts.get(counter).sum();
  }
}
