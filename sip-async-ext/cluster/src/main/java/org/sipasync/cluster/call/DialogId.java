package org.sipasync.cluster.call;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Identity of a dialog as the node that has it sees it (RFC 3261, 12). None has a line break. */
public record DialogId(String callId, String localTag, String remoteTag) {
  private static final char BETWEEN = '\n';

  /** Returns the identity as bytes. */
  public byte[] encode() {
    return (callId + BETWEEN + localTag + BETWEEN + remoteTag).getBytes(UTF_8);
  }

  /**
   * Reads an identity.
   *
   * @throws IllegalArgumentException if the bytes are none
   */
  public static DialogId decode(byte[] bytes) {
    String[] parts = new String(bytes, UTF_8).split("\n", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("a dialog of " + parts.length + " parts");
    }
    return new DialogId(parts[0], parts[1], parts[2]);
  }
}
