package org.sipasync.container.proxy;

import java.util.StringJoiner;

/** Reason header of a CANCEL (RFC 3326). */
final class Reasons {
  private Reasons() {}

  /**
   * Makes the header from one array per part.
   *
   * @param texts may be null or shorter than the others, and have null elements
   * @return null if there are no reasons
   */
  static String header(String[] protocols, int[] causes, String[] texts) {
    if (protocols == null || causes == null || protocols.length != causes.length) {
      throw new IllegalArgumentException("Give as many reason codes as protocols");
    }
    StringJoiner all = new StringJoiner(", ");
    for (int i = 0; i < protocols.length; i++) {
      String text = texts == null || texts.length <= i || texts[i] == null ? "" : texts[i];
      all.add(one(protocols[i], causes[i], text));
    }
    return protocols.length == 0 ? null : all.toString();
  }

  private static String one(String protocol, int cause, String text) {
    if (protocol == null || !protocol.matches("[A-Za-z0-9.!%*_+`'~-]+")) {
      throw new IllegalArgumentException("Reason protocol is no token");
    }
    if (text.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw new IllegalArgumentException("Reason text has control characters");
    }
    String quoted = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return protocol + ";cause=" + cause + (text.isEmpty() ? "" : ";text=\"" + quoted + "\"");
  }
}
