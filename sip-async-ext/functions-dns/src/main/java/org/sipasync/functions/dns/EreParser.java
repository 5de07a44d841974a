package org.sipasync.functions.dns;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses a POSIX extended regular expression (IEEE 1003.1, base definitions, 9.4). */
final class EreParser {
  /** Maximum characters in a NAPTR record. */
  private static final int MAX_LENGTH = 255;

  /** RE_DUP_MAX of POSIX. */
  private static final int MAX_COUNT = 255;

  private static final Pattern COUNTS = Pattern.compile("\\{(\\d{1,3})(,(\\d{1,3})?)?}");

  private final String text;
  private final boolean ignoresCase;
  private int at;
  private int nodes;
  private int groups;

  private EreParser(String text, boolean ignoresCase) {
    this.text = text;
    this.ignoresCase = ignoresCase;
  }

  /**
   * Parses an expression.
   *
   * @throws IllegalArgumentException if it is invalid, with the reason
   */
  static Ere parse(String expression, boolean ignoresCase) {
    return new EreParser(expression, ignoresCase).parse();
  }

  private Ere parse() {
    if (text.length() > MAX_LENGTH) {
      throw refused("it has more than " + MAX_LENGTH + " characters");
    }
    EreNode root = alternatives();
    if (at < text.length()) {
      throw refused("')' closes nothing; write \\) for the character");
    }
    return new Ere(root, nodes, groups);
  }

  private boolean isAt(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private boolean accept(char c) {
    boolean isThere = isAt(c);
    if (isThere) {
      at++;
    }
    return isThere;
  }

  private EreNode alternatives() {
    EreNode one = sequence();
    return accept('|') ? new EreNode.Choice(nodes++, one, alternatives()) : one;
  }

  private EreNode sequence() {
    if (at == text.length() || isAt('|') || isAt(')')) {
      throw refused("an alternative or a group is empty");
    }
    EreNode first = repeated();
    return at == text.length() || isAt('|') || isAt(')')
        ? first
        : new EreNode.Sequence(nodes++, first, sequence());
  }

  private EreNode repeated() {
    int firstGroup = groups + 1;
    EreNode body = atom();
    if (!isAtRepetition()) {
      return body;
    }
    EreNode repetition = repetition(body, firstGroup);
    if (isAtRepetition()) {
      throw refused("a repetition follows a repetition");
    }
    return repetition;
  }

  private boolean isAtRepetition() {
    return at < text.length() && "*+?{".indexOf(text.charAt(at)) >= 0;
  }

  private EreNode repetition(EreNode body, int firstGroup) {
    char sign = text.charAt(at);
    int min = sign == '+' ? 1 : 0;
    int max = sign == '?' ? 1 : Integer.MAX_VALUE;
    if (sign == '{') {
      Matcher counts = COUNTS.matcher(text).region(at, text.length());
      if (!counts.lookingAt()) {
        throw refused("'{' begins no repetition as {2}, {2,} or {2,5}");
      }
      min = count(counts.group(1));
      if (counts.group(2) == null) {
        max = min;
      } else if (counts.group(3) != null) {
        max = count(counts.group(3));
      }
      at = counts.end() - 1;
    }
    if (min > max) {
      throw refused("a repetition's bounds are in the wrong order");
    }
    at++;
    return new EreRepetition(nodes++, body, min, max, firstGroup, groups + 1);
  }

  private int count(String digits) {
    int count = Integer.parseInt(digits);
    if (count > MAX_COUNT) {
      throw refused("a repetition has a count above " + MAX_COUNT);
    }
    return count;
  }

  private EreNode atom() {
    char c = text.charAt(at++);
    return switch (c) {
      case '(' -> group();
      case '[' -> bracket();
      case '\\' -> escaped();
      case '.' -> new EreNode.Characters(nodes++, "", true, false);
      case '^', '$' -> new EreNode.Anchor(nodes++, c == '^');
      case '*', '+', '?', '{' -> throw refused("'" + c + "' repeats nothing");
      default -> character(c);
    };
  }

  private EreNode character(char c) {
    return new EreNode.Characters(nodes++, "" + c + c, false, ignoresCase);
  }

  private EreNode group() {
    int number = ++groups;
    EreNode body = alternatives();
    if (!accept(')')) {
      throw refused("a group does not end");
    }
    return new EreNode.Group(nodes++, number, body);
  }

  private EreNode escaped() {
    if (at == text.length()) {
      throw refused("it ends in a backslash");
    }
    char c = text.charAt(at++);
    if (Character.isLetterOrDigit(c)) {
      throw refused("POSIX has no \\" + c);
    }
    return character(c);
  }

  private EreNode bracket() {
    EreBracket bracket = new EreBracket(text, at);
    EreNode set =
        new EreNode.Characters(nodes++, bracket.ranges(), bracket.isNegated(), ignoresCase);
    at = bracket.end();
    return set;
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        "the regular expression " + DnsNames.shown(text) + " is rejected: " + why);
  }
}
