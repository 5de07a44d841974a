package org.sipasync.sip.trace;

import java.util.Set;

/**
 * Masks the value of a header of authentication. Of digest, the parameters that tell who, where and
 * by which algorithm stay readable; without the response they help nobody to guess a password. All
 * else, and all that is malformed, is masked.
 */
final class AuthenticationMask {
  private static final byte MASK = '*';
  private static final String[] NAMES = {
    "authorization", "proxy-authorization", "authentication-info", "proxy-authentication-info"
  };
  private static final Set<String> READABLE =
      Set.of("username", "realm", "uri", "algorithm", "qop", "nc", "nonce", "nextnonce", "opaque");

  /** Parameters whose names are no secret; unknown ones may be values themselves. */
  private static final Set<String> HIDDEN = Set.of("response", "cnonce", "rspauth", "userhash");

  private static final Set<String> SCHEMES =
      Set.of("digest", "basic", "bearer", "ntlm", "kerberos", "negotiate");
  private static final int MAX_NAME = 20;

  private final byte[] m;
  private final int end;
  private int pos;

  private AuthenticationMask(byte[] m, int start, int end) {
    this.m = m;
    this.end = end;
    this.pos = start;
  }

  /** Returns the index of the value if a line is such a header; 0 if it is not. */
  static int valueOf(byte[] m, int start, int length) {
    for (String name : NAMES) {
      int i = start + name.length();
      if (isAt(m, start, length, name)) {
        while (i < length && (m[i] == ' ' || m[i] == '\t')) {
          i++;
        }
        return i < length && m[i] == ':' ? i + 1 : 0;
      }
    }
    return 0;
  }

  /** Masks a value, which may have folded lines. */
  static void mask(byte[] m, int start, int end) {
    new AuthenticationMask(m, start, end).run();
  }

  private void run() {
    int scheme = skipSpace();
    String first = token();
    if (SCHEMES.contains(first)) {
      skipSpace();
    } else {
      pos = scheme; // parameters without a scheme, or an unknown one
    }
    boolean isDigest = first.equals("digest") || pos == scheme;
    while (isDigest && pos < end && parameter()) {
      skipSpace();
    }
    hide(pos, end);
  }

  /** Reads one parameter with its comma; false if it is malformed, at its begin. */
  private boolean parameter() {
    int start = pos;
    String name = token();
    int nameEnd = pos;
    skipSpace();
    if (nameEnd == start || pos >= end || m[pos] != '=') {
      pos = start;
      return false;
    }
    pos++;
    int value = skipSpace();
    boolean isWhole = value();
    if (!READABLE.contains(name) || !isWhole) {
      hide(HIDDEN.contains(name) || READABLE.contains(name) ? value : start, pos);
    }
    skipSpace();
    if (pos < end && m[pos] == ',') {
      pos++;
      return true;
    }
    return pos >= end;
  }

  /** Reads a quoted string or a token; false if its quotes do not end. */
  private boolean value() {
    if (pos >= end || m[pos] != '"') {
      token();
      return true;
    }
    for (pos++; pos < end; pos++) {
      if (m[pos] == '\\') {
        pos++;
      } else if (m[pos] == '"') {
        pos++;
        return true;
      }
    }
    pos = end;
    return false;
  }

  private String token() {
    int start = pos;
    while (pos < end && isToken(m[pos])) {
      pos++;
    }
    StringBuilder token = new StringBuilder(MAX_NAME);
    for (int i = start; i < Math.min(pos, start + MAX_NAME); i++) {
      token.append((char) lower(m[i]));
    }
    return token.toString();
  }

  private static boolean isToken(byte b) {
    return b > ' ' && b != ',' && b != '=' && b != '"';
  }

  private int skipSpace() {
    while (pos < end && isSpace(m[pos])) {
      pos++;
    }
    return pos;
  }

  private void hide(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isSpace(m[i]) && m[i] != '"') {
        m[i] = MASK;
      }
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  static boolean isAt(byte[] m, int start, int length, String lowerCase) {
    if (start + lowerCase.length() > length) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      if (lower(m[start + i]) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
  }
}
