package org.sipasync.sip.trace;

/**
 * Masks credentials in a message by asterisks of the same number, in one pass, well-formed or not:
 * in headers of authentication all but the parameters that help to find a fault; passwords in URIs;
 * and in headers and bodies the values of names such as password, and the keys of SDP. Notes the
 * Call-ID on its way. Used for one message.
 */
final class CredentialMask {
  private static final byte MASK = '*';

  /** Names that end so have a secret value behind a colon or an equals sign. */
  private static final String[] SECRETS = {
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "apikey",
    "api-key",
    "api_key",
    "access_token",
    "private_key"
  };

  private static final boolean[] IS_SEPARATOR = table(":=>\r\n");

  private static final boolean[] ENDS_SECRET = endsSecret();

  private final Capture capture;
  private final byte[] m;
  private final int length;
  private boolean hasStartLine;
  private boolean isBody;

  CredentialMask(Capture capture) {
    this.capture = capture;
    this.m = capture.bytes();
    this.length = capture.length();
  }

  private static boolean[] table(String characters) {
    boolean[] table = new boolean[128];
    characters.chars().forEach(c -> table[c] = true);
    return table;
  }

  private static boolean[] endsSecret() {
    StringBuilder last = new StringBuilder();
    for (String secret : SECRETS) {
      last.append(secret.charAt(secret.length() - 1));
    }
    return table(last.toString());
  }

  void run() {
    int i = 0;
    while (i < length) {
      i = line(i);
    }
  }

  /** Masks one line; returns the index of the next one, behind folded lines if it masked them. */
  private int line(int start) {
    int first = lower(start);
    if (first == 'a' || first == 'p') {
      int value = AuthenticationMask.valueOf(m, start, length);
      if (value > 0) {
        int end = endOfField(value);
        AuthenticationMask.mask(m, value, end);
        return end;
      }
    }
    if (isBody && first == 'k' && at(start + 1) == '=') {
      return blank(start + 2, endOfLine(start));
    }
    if ((first == 'c' || first == 'i') && !isBody && capture.callIdEnd() == 0) {
      noteCallId(start);
    }
    int i = next(start);
    while (i < length && !isLineEnd(m[i])) {
      i = next(value(i) + 1);
    }
    return behindLineEnd(start, i);
  }

  /** Returns the index of the next separator or line end. */
  private int next(int start) {
    int i = start;
    while (i < length && (m[i] < 0 || !IS_SEPARATOR[m[i]])) {
      i++;
    }
    return i;
  }

  private int behindLineEnd(int start, int end) {
    isBody |= end == start && hasStartLine;
    hasStartLine |= end > start;
    return end + (at(end) == '\r' && at(end + 1) == '\n' ? 2 : 1);
  }

  private void noteCallId(int start) {
    int name = word(start, "call-id") ? start + 7 : lower(start) == 'i' ? start + 1 : length;
    int colon = skipBlanks(name);
    if (at(colon) == ':') {
      int from = skipBlanks(colon + 1);
      int end = endOfLine(from);
      while (end > from && isBlank(m[end - 1])) {
        end--;
      }
      capture.callId(from, end);
    }
  }

  /** Masks what a separator introduces, if it is secret; returns the last index dealt with. */
  private int value(int separator) {
    if (m[separator] == ':' && (endsWith(separator, "sip") || endsWith(separator, "sips"))) {
      userPassword(separator + 1);
      return separator;
    }
    if (m[separator] == '=' && endsWith(separator, "authorization")) {
      return maskToken(separator + 1) - 1;
    }
    if (m[separator] == ':' && endsWith(separator, "inline")) {
      return maskToken(separator + 1) - 1;
    }
    int name = separator;
    while (name > 0 && (isBlank(m[name - 1]) || isQuote(m[name - 1]))) {
      name--;
    }
    return isSecret(name) ? secretValue(name, separator) - 1 : separator;
  }

  private boolean isSecret(int nameEnd) {
    int last = lower(nameEnd - 1);
    if (last < 0 || !ENDS_SECRET[last]) {
      return false;
    }
    for (String secret : SECRETS) {
      if (endsWith(nameEnd, secret)) {
        return true;
      }
    }
    return false;
  }

  /** Masks what follows a name: an element's text, the rest of a line, or one value. */
  private int secretValue(int nameEnd, int separator) {
    int before = nameEnd - 1;
    while (isNameByte(at(before))) {
      before--;
    }
    int value = separator + 1;
    if (m[separator] == '>') {
      return at(before) == '<' ? blank(value, indexOf('<', value)) : value;
    }
    boolean isWholeLine = m[separator] == ':' && (before < 0 || isLineEnd(m[before]));
    return isWholeLine ? blank(skipBlanks(value), endOfLine(value)) : maskValue(value);
  }

  /** Masks the password of {@code user:password@host}. */
  private void userPassword(int start) {
    int colon = -1;
    for (int i = start; i < length && !endsUri(m[i]); i++) {
      if (m[i] == '@') {
        if (colon > 0) {
          blank(colon + 1, i);
        }
        return;
      }
      if (m[i] == ':' && colon < 0) {
        colon = i;
      }
    }
  }

  private int maskValue(int start) {
    int from = skipBlanks(start);
    if (!isQuote(at(from))) {
      return maskToken(from);
    }
    int end = from + 1;
    while (end < length && m[end] != m[from] && !isLineEnd(m[end])) {
      end += m[end] == '\\' && end + 1 < length && !isLineEnd(m[end + 1]) ? 2 : 1;
    }
    return blank(from + 1, Math.min(end, length));
  }

  private int maskToken(int start) {
    int from = skipBlanks(start);
    int end = from;
    while (end < length && !endsToken(m[end]) && m[end] != ';' && m[end] != '|') {
      end++;
    }
    return blank(from, end);
  }

  private int blank(int start, int end) {
    for (int i = start; i < end; i++) {
      if (!isLineEnd(m[i])) {
        m[i] = MASK;
      }
    }
    return Math.max(start, end);
  }

  private static boolean endsUri(byte b) {
    return b <= ' ' && b >= 0 || b == '<' || b == '>' || b == '"';
  }

  private static boolean isNameByte(byte b) {
    return b >= 'a' && b <= 'z'
        || b >= 'A' && b <= 'Z'
        || b >= '0' && b <= '9'
        || b == '-'
        || b == '_';
  }

  private static boolean endsToken(byte b) {
    return switch (b) {
      case ' ', '\t', '\r', '\n', '<', '>', '"', ',', '&', '}', ')', '?' -> true;
      default -> false;
    };
  }

  /** Returns the end of a header field with its folded lines, without the last line end. */
  private int endOfField(int start) {
    int end = endOfLine(start);
    while (end < length) {
      int next = end + (at(end) == '\r' && at(end + 1) == '\n' ? 2 : 1);
      if (next >= length || !isBlank(m[next])) {
        return end;
      }
      end = endOfLine(next);
    }
    return end;
  }

  private int endOfLine(int start) {
    int end = start;
    while (end < length && !isLineEnd(m[end])) {
      end++;
    }
    return end;
  }

  private int indexOf(char wanted, int start) {
    int i = start;
    while (i < length && m[i] != wanted) {
      i++;
    }
    return i;
  }

  private int skipBlanks(int start) {
    int i = start;
    while (i < length && isBlank(m[i])) {
      i++;
    }
    return i;
  }

  private boolean word(int start, String lowerCase) {
    return AuthenticationMask.isAt(m, start, length, lowerCase);
  }

  private boolean endsWith(int end, String lowerCase) {
    int start = end - lowerCase.length();
    return start >= 0
        && lower(end - 1) == lowerCase.charAt(lowerCase.length() - 1)
        && word(start, lowerCase);
  }

  private byte at(int i) {
    return i >= 0 && i < length ? m[i] : 0;
  }

  private int lower(int i) {
    return AuthenticationMask.lower(at(i));
  }

  private static boolean isLineEnd(byte b) {
    return b == '\n' || b == '\r';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static boolean isQuote(byte b) {
    return b == '"' || b == '\'';
  }
}
