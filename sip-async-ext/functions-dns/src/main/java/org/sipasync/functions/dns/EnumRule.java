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
  /** POSIX knows neither; Java's special groups and large counts may take ages. */
  private static final Pattern SUSPICIOUS = Pattern.compile("\\(\\?|\\{[^}]{6,}|\\{.*\\{");

  private static final int MOST_STEPS = 20_000;
  private static final int LONGEST = 1024;

  private EnumRule() {}

  /** The URI that a rule makes of a number; empty if it does not match or is not sound. */
  static Optional<URI> apply(String rule, String number) {
    String[] parts = parts(rule);
    if (parts.length != 3 || SUSPICIOUS.matcher(parts[0]).find()) {
      return Optional.empty();
    }
    try {
      Matcher matcher =
          Pattern.compile(parts[0], parts[2].equals("i") ? Pattern.CASE_INSENSITIVE : 0)
              .matcher(new Steps(number, new int[] {MOST_STEPS}));
      return matcher.find() ? uri(replaced(parts[1], matcher)) : Optional.empty();
    } catch (PatternSyntaxException | TooManySteps | StackOverflowError unsound) {
      return Optional.empty();
    }
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
