package org.sipasync.cluster.record;

/** Bytes of the grid that are no record this version can read. */
public final class MalformedRecordException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  public MalformedRecordException(String message) {
    super(message);
  }
}
