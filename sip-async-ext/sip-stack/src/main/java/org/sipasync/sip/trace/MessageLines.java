package org.sipasync.sip.trace;

import java.nio.charset.StandardCharsets;

/**
 * The lines of a message that tell what it is, found without parsing it, so that malformed messages
 * have some, too. Cut at some length.
 *
 * @param startLine first line that is not empty
 * @param callId Call-ID; empty without one, as the following
 * @param cseq CSeq
 * @param from From
 * @param to To
 */
record MessageLines(String startLine, String callId, String cseq, String from, String to) {
  private static final int MAX = 500;
  private static final int MAX_HEADERS = 256;
  private static final String[][] NAMES = {
    {"call-id", "i"}, {"cseq"}, {"from", "f"}, {"to", "t"},
  };

  static MessageLines of(byte[] m) {
    String[] values = {"", "", "", ""};
    int pos = 0;
    while (pos < m.length && isLineEnd(m[pos])) {
      pos++;
    }
    int end = endOfLine(m, pos);
    String startLine = text(m, pos, end);
    for (int i = 0; i < MAX_HEADERS; i++) {
      pos = end + (end + 1 < m.length && m[end] == '\r' && m[end + 1] == '\n' ? 2 : 1);
      end = endOfLine(m, pos);
      if (end <= pos) {
        break;
      }
      note(m, pos, end, values);
    }
    return new MessageLines(startLine, values[0], values[1], values[2], values[3]);
  }

  private static void note(byte[] m, int start, int end, String[] values) {
    for (int i = 0; i < NAMES.length; i++) {
      for (String name : NAMES[i]) {
        if (!values[i].isEmpty() || !AuthenticationMask.isAt(m, start, end, name)) {
          continue;
        }
        int colon = start + name.length();
        while (colon < end && (m[colon] == ' ' || m[colon] == '\t')) {
          colon++;
        }
        if (colon < end && m[colon] == ':') {
          values[i] = text(m, colon + 1, end);
        }
      }
    }
  }

  private static String text(byte[] m, int start, int end) {
    int length = Math.min(end - start, MAX);
    return new String(m, start, Math.max(0, length), StandardCharsets.UTF_8).strip();
  }

  private static int endOfLine(byte[] m, int start) {
    int end = start;
    while (end < m.length && !isLineEnd(m[end])) {
      end++;
    }
    return end;
  }

  private static boolean isLineEnd(byte b) {
    return b == '\n' || b == '\r';
  }
}
