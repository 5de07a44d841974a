package org.sipasync.functions.dns;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The substitution of a NAPTR, {@code !regular expression!replacement!i}. It comes from the zone's
 * owner, who may be malicious: it gets so many steps and no more, and what comes out must be a URI.
 */
final class EnumRule {
  /** A repetition's upper bound, or the only one. */
  private static final Pattern COUNT = Pattern.compile("\\{(?:[0-9]*,)?([0-9]*)}");

  /** RE_DUP_MAX of POSIX. */
  private static final int MAX_COUNT = 255;

  /** Nested repetitions multiply, also where they repeat nothing and cost no step. */
  private static final int MAX_PRODUCT = 100_000;

  private static final int MOST_STEPS = 20_000;
  private static final int LONGEST = 1024;

  private EnumRule() {}

  /** The URI that a rule makes of a number; empty if it does not match or is not sound. */
  static Optional<URI> apply(String rule, String number) {
    String[] parts = parts(rule);
    if (parts.length != 3 || isSuspicious(parts[0])) {
      return Optional.empty();
    }
    try {
      Matcher matcher =
          Pattern.compile(javaOf(parts[0]), parts[2].equals("i") ? Pattern.CASE_INSENSITIVE : 0)
              .matcher(new Steps(number, new int[] {MOST_STEPS}));
      return matcher.find() ? uri(replaced(parts[1], matcher)) : Optional.empty();
    } catch (PatternSyntaxException | TooManySteps | StackOverflowError unsound) {
      return Optional.empty();
    }
  }

  /** Java's special groups are none of POSIX's; large counts may take ages. */
  private static boolean isSuspicious(String expression) {
    if (expression.contains("(?")) {
      return true;
    }
    long product = 1;
    Matcher count = COUNT.matcher(expression);
    while (count.find()) {
      String digits = count.group(1);
      if (digits.length() > 3) {
        return true;
      }
      int bound = digits.isEmpty() ? 1 : Integer.parseInt(digits);
      product *= Math.max(1, bound);
      if (bound > MAX_COUNT || product > MAX_PRODUCT) {
        return true;
      }
    }
    return false;
  }

  /**
   * A POSIX extended regular expression (RFC 3402, 3.2) in Java's syntax. They differ in bracket
   * expressions: classes are written {@code [:digit:]}, and a backslash, {@code [} or {@code &}
   * stands for itself.
   *
   * @throws PatternSyntaxException if a class is unknown or a bracket expression does not end
   */
  private static String javaOf(String posix) {
    StringBuilder java = new StringBuilder(posix.length() + 16);
    for (int i = 0; i < posix.length(); i++) {
      char c = posix.charAt(i);
      if (c == '\\' && i + 1 < posix.length()) {
        java.append(c).append(posix.charAt(++i));
      } else if (c == '[') {
        i = bracket(posix, i, java);
      } else {
        java.append(c);
      }
    }
    return java.toString();
  }

  /** Translates a bracket expression; returns where it ends. */
  private static int bracket(String posix, int begin, StringBuilder java) {
    int i = begin + 1;
    java.append('[');
    if (i < posix.length() && posix.charAt(i) == '^') {
      java.append('^');
      i++;
    }
    for (int first = i; i < posix.length(); i++) {
      char c = posix.charAt(i);
      if (c == ']' && i > first) {
        java.append(']');
        return i;
      }
      int end = posix.startsWith("[:", i) ? posix.indexOf(":]", i + 2) : -1;
      if (end > 0) {
        java.append(classOf(posix.substring(i + 2, end), posix));
        i = end + 1;
      } else {
        java.append("\\[]&^".indexOf(c) >= 0 ? "\\" : "").append(c);
      }
    }
    throw new PatternSyntaxException("a bracket expression does not end", posix, begin);
  }

  private static String classOf(String name, String posix) {
    return switch (name) {
      case "alnum" -> "\\p{Alnum}";
      case "alpha" -> "\\p{Alpha}";
      case "blank" -> "\\p{Blank}";
      case "cntrl" -> "\\p{Cntrl}";
      case "digit" -> "\\p{Digit}";
      case "graph" -> "\\p{Graph}";
      case "lower" -> "\\p{Lower}";
      case "print" -> "\\p{Print}";
      case "punct" -> "\\p{Punct}";
      case "space" -> "\\p{Space}";
      case "upper" -> "\\p{Upper}";
      case "xdigit" -> "\\p{XDigit}";
      default -> throw new PatternSyntaxException("unknown class " + name, posix, 0);
    };
  }

  /** What stands between the delimiters; a delimiter after a backslash is none. */
  private static String[] parts(String rule) {
    if (rule.length() < 3) {
      return new String[0];
    }
    String delimiter = Pattern.quote(rule.substring(0, 1));
    String[] parts = rule.substring(1).split("(?<!\\\\)" + delimiter, -1);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = parts[i].replace("\\" + rule.charAt(0), rule.substring(0, 1));
    }
    return parts;
  }

  private static String replaced(String replacement, Matcher matcher) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      if (c != '\\' || i + 1 == replacement.length()) {
        text.append(c);
        continue;
      }
      char escaped = replacement.charAt(++i);
      if (escaped < '1' || escaped > '9') {
        text.append(escaped);
      } else if (escaped - '0' <= matcher.groupCount()
          && matcher.group(escaped - '0') != null
          && text.length() < LONGEST) {
        text.append(matcher.group(escaped - '0'));
      }
    }
    return text.toString();
  }

  private static Optional<URI> uri(String text) {
    try {
      URI uri = new URI(text);
      return uri.isAbsolute() && text.length() <= LONGEST ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** A text that can be looked at only so often: a bound for the matcher's work. */
  private record Steps(String text, int[] left) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (--left[0] < 0) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super("", null, false, false);
    }
  }
}
