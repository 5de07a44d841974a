package org.sipasync.container.routing;

/**
 * Text for a regular expression that looks at a million characters at most: one with nested
 * repetitions takes hours on a text that somebody chooses for it.
 */
final class MeteredText implements CharSequence {
  static final int MAX_LOOKS = 1_000_000;

  private final String text;
  private int looks;

  MeteredText(String text) {
    this.text = text;
  }

  @Override
  public char charAt(int index) {
    if (++looks > MAX_LOOKS) {
      throw new IllegalStateException(
          "REGEX= takes too long on this request: write it without nested repetitions");
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
