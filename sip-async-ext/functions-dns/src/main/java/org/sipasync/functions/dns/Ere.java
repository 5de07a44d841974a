package org.sipasync.functions.dns;

/**
 * A POSIX extended regular expression (RFC 3402, 3.2) over short texts. It finds the
 * leftmost-longest match, as POSIX requires and {@code java.util.regex} does not.
 *
 * <p>Matching never backtracks: for each part of the expression and each position it computes once
 * where the part may end. The work is limited by the product of the two, for any expression.
 *
 * <p>Syntax that POSIX leaves undefined is rejected, such as {@code \d}, {@code (?i)} or {@code
 * a*?}.
 */
final class Ere {
  /** Maximum length of a text, whose positions are the bits of a {@code long}. */
  static final int MAX_TEXT = 62;

  private final EreNode root;
  private final int nodes;
  private final int groups;

  Ere(EreNode root, int nodes, int groups) {
    this.root = root;
    this.nodes = nodes;
    this.groups = groups;
  }

  /**
   * Finds the match in a text; null if there is none.
   *
   * @param text of at most {@link #MAX_TEXT} characters; not null
   */
  EreMatch find(String text) {
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException("a text of " + text.length() + " characters is too long");
    }
    EreMatch match = new EreMatch(text, nodes, groups);
    for (int from = 0; from <= text.length(); from++) {
      long ends = match.ends(root, from);
      if (ends != 0) {
        root.settle(match, from, EreMatch.last(ends));
        return match;
      }
    }
    return null;
  }
}
