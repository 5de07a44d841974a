package org.sipasync.functions.dns;

/** A part of a regular expression. */
interface EreNode extends EreMatch.Part {

  /**
   * Sets its groups once begin and end are known. Each part, from left to right, takes the longest
   * of several ways.
   */
  default void settle(EreMatch match, int from, int to) {}

  /**
   * A character from a set.
   *
   * @param ranges the first and the last character of each range
   */
  record Characters(int id, String ranges, boolean isNegated, boolean ignoresCase)
      implements EreNode {
    @Override
    public long ends(EreMatch match, int at) {
      return at < match.text().length() && accepts(match.text().charAt(at))
          ? EreMatch.bit(at + 1)
          : 0;
    }

    private boolean accepts(char c) {
      boolean isListed =
          isListed(c)
              || ignoresCase
                  && (isListed(Character.toLowerCase(c)) || isListed(Character.toUpperCase(c)));
      return isListed != isNegated;
    }

    private boolean isListed(char c) {
      for (int i = 0; i < ranges.length(); i += 2) {
        if (ranges.charAt(i) <= c && c <= ranges.charAt(i + 1)) {
          return true;
        }
      }
      return false;
    }
  }

  /** {@code ^} or {@code $}. */
  record Anchor(int id, boolean isBegin) implements EreNode {
    @Override
    public long ends(EreMatch match, int at) {
      return at == (isBegin ? 0 : match.text().length()) ? EreMatch.bit(at) : 0;
    }
  }

  /** One part after another. */
  record Sequence(int id, EreNode first, EreNode rest) implements EreNode {
    @Override
    public long ends(EreMatch match, int at) {
      return match.endsOfAll(rest, match.ends(first, at));
    }

    @Override
    public void settle(EreMatch match, int from, int to) {
      long middles = match.ends(first, from);
      int middle = EreMatch.last(middles);
      while (!EreMatch.has(match.ends(rest, middle), to)) {
        middles &= ~EreMatch.bit(middle);
        middle = EreMatch.last(middles);
      }
      first.settle(match, from, middle);
      rest.settle(match, middle, to);
    }
  }

  /** One of two parts. */
  record Choice(int id, EreNode one, EreNode other) implements EreNode {
    @Override
    public long ends(EreMatch match, int at) {
      return match.ends(one, at) | match.ends(other, at);
    }

    @Override
    public void settle(EreMatch match, int from, int to) {
      (EreMatch.has(match.ends(one, from), to) ? one : other).settle(match, from, to);
    }
  }

  /** A part in parentheses. */
  record Group(int id, int number, EreNode body) implements EreNode {
    @Override
    public long ends(EreMatch match, int at) {
      return match.ends(body, at);
    }

    @Override
    public void settle(EreMatch match, int from, int to) {
      match.group(number, from, to);
      body.settle(match, from, to);
    }
  }
}
