package org.sipasync.cluster.record;

import java.util.Objects;

/**
 * One suspended call, or one application session with its dialogs: all that another node needs to
 * go on with it. Immutable; the arrays are not to be changed.
 *
 * @param origin transaction, transport and identity of the application
 * @param session application session and dialog
 * @param work the function and its route; neither in a session's record
 * @param request bytes of the request as it was received, or of the session as its container writes
 *     it
 * @param takeovers number of nodes that have died with this call
 * @param storedAt time of the record on its owner's clock, in milliseconds
 * @param remaining time that the operation had left at {@code storedAt}, in milliseconds
 */
public record CallRecord(
    Origin origin,
    SessionPart session,
    Work work,
    byte[] request,
    int takeovers,
    long storedAt,
    long remaining) {
  /** Largest record; a larger one is not stored. */
  public static final int MAX_BYTES = 256 * 1024;

  private static final byte VERSION = 1;
  private static final int MAX_ID = 19;

  /**
   * Origin of a call.
   *
   * @param transactionKey key of its server transaction, the same on each node (RFC 3261, 17.2.3)
   * @param application name of the application
   * @param deployment hash of the WAR's classes: another one may not read its objects
   * @param transport udp, tcp or tls
   * @param peer address and port that the request came from
   * @param local address and port that it came to
   */
  public record Origin(
      String transactionKey,
      String application,
      long deployment,
      String transport,
      String peer,
      String local) {
    public Origin {
      Objects.requireNonNull(transactionKey, "transactionKey");
    }
  }

  /**
   * Session of a call.
   *
   * @param toTag tag of the dialog's local side; each response has it
   * @param id id of the application session
   * @param key its key; null without one
   * @param avps AVPs of the message, serialised; null for none
   * @param attributes attributes of the application session, serialised; null for none
   */
  public record SessionPart(String toTag, String id, String key, byte[] avps, byte[] attributes) {}

  /**
   * Work that a call waits for.
   *
   * @param route name of the resume route
   * @param function name of the function
   * @param functionBytes the function, serialised; null if it cannot be run again
   * @param isIdempotent true if it may run again
   */
  public record Work(String route, String function, byte[] functionBytes, boolean isIdempotent) {

    /** Returns true if another node runs the function again; otherwise the route gets -8. */
    public boolean canRunAgain() {
      return isIdempotent && functionBytes != null;
    }
  }

  public CallRecord {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(work, "work");
    Objects.requireNonNull(request, "request");
  }

  /** Returns true if it is an application session's. */
  public boolean isSession() {
    return work.route() == null;
  }

  /** Returns the record as its new owner stores it, once more taken over. */
  public CallRecord takenOver(long now, long left) {
    return new CallRecord(origin, session, work, request, takeovers + 1, now, left);
  }

  /** Returns the record as bytes. */
  public byte[] encode() {
    return new FieldWriter()
        .text(1, origin.transactionKey())
        .text(2, origin.application())
        .number(3, origin.deployment())
        .text(4, origin.transport())
        .text(5, origin.peer())
        .text(6, origin.local())
        .text(7, session.toTag())
        .text(8, session.id())
        .text(9, session.key())
        .bytes(10, session.avps())
        .bytes(11, session.attributes())
        .text(12, work.route())
        .text(13, work.function())
        .bytes(14, work.functionBytes())
        .number(15, work.isIdempotent() ? 1 : 0)
        .bytes(16, request)
        .number(17, takeovers)
        .number(18, storedAt)
        .number(19, remaining)
        .written(VERSION);
  }

  /**
   * Reads the transaction key of a record, and nothing else.
   *
   * @throws MalformedRecordException if the bytes are no record, or of another version
   */
  public static String transactionKey(byte[] bytes) {
    String key = new FieldReader(bytes, VERSION, 1).text(1);
    if (key == null) {
      throw new MalformedRecordException("a record without a transaction");
    }
    return key;
  }

  /**
   * Reads a record.
   *
   * @throws MalformedRecordException if the bytes are none, or of another version
   */
  public static CallRecord decode(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedRecordException("a record of " + bytes.length + " bytes");
    }
    FieldReader in = new FieldReader(bytes, VERSION, MAX_ID);
    if (in.text(1) == null || in.bytes(16) == null) {
      throw new MalformedRecordException("a record without transaction or request");
    }
    return new CallRecord(
        new Origin(in.text(1), in.text(2), in.number(3), in.text(4), in.text(5), in.text(6)),
        new SessionPart(in.text(7), in.text(8), in.text(9), in.bytes(10), in.bytes(11)),
        new Work(in.text(12), in.text(13), in.bytes(14), in.number(15) == 1),
        in.bytes(16),
        (int) in.number(17),
        in.number(18),
        in.number(19));
  }
}
