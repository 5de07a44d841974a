package org.sipasync.support;

/**
 * Cleans text from outside before it reaches a log, an audit line or an error message. Thread-safe.
 *
 * <p>Peers control the content of messages. Line breaks would forge log lines, escape sequences
 * would control a terminal, and bidirectional overrides would reorder the displayed line.
 */
public final class LogText {
  /** Length limit of {@link #clean(Object)}. */
  public static final int MAX_LENGTH = 200;

  private static final char REPLACEMENT = '?';

  private LogText() {}

  /**
   * Cleans a value and truncates it to {@link #MAX_LENGTH} characters.
   *
   * @param value printed by its {@code toString}; {@code null} becomes {@code "null"}
   */
  public static String clean(Object value) {
    return clean(value, MAX_LENGTH);
  }

  /**
   * Cleans and truncates a value. Control and format characters, line and paragraph separators,
   * lone surrogates and unassigned code points become {@code ?}; a truncated value ends in {@code
   * …}.
   *
   * @param value printed by its {@code toString}; {@code null} becomes {@code "null"}
   * @param maxLength maximum length without the ellipsis; at least 1
   */
  public static String clean(Object value, int maxLength) {
    String text = String.valueOf(value);
    boolean isCut = text.length() > maxLength;
    int end = isCut ? maxLength : text.length();
    if (isCut && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    int plain = 0;
    while (plain < end && isPlainAscii(text.charAt(plain))) {
      plain++;
    }
    if (plain == end && !isCut) {
      return text;
    }
    StringBuilder cleaned = new StringBuilder(end + 1).append(text, 0, plain);
    for (int i = plain; i < end; ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (isPrintable(codePoint)) {
        cleaned.appendCodePoint(codePoint);
      } else {
        cleaned.append(REPLACEMENT);
      }
    }
    return isCut ? cleaned.append('…').toString() : cleaned.toString();
  }

  private static boolean isPlainAscii(char c) {
    return c >= ' ' && c < 0x7F;
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
