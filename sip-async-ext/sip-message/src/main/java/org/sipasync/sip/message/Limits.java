package org.sipasync.sip.message;

/** Hard limits, checked before allocation. */
public final class Limits {
  /** Bytes of a message with its body. */
  public static final int MESSAGE = 65_536;

  /** Header fields of a message. */
  public static final int HEADERS = 256;

  /** Bytes of one header field with its folded lines, and of the start line. */
  public static final int HEADER_LINE = 8_192;

  /** Entries of all fields of one name, such as Via, Route or Contact. */
  public static final int ENTRIES = 64;

  /** Parameters of a URI or of one header entry. */
  public static final int PARAMETERS = 64;

  private Limits() {}
}
