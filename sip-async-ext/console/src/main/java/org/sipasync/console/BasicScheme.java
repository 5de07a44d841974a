package org.sipasync.console;

import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Parses an Authorization header of HTTP's Basic scheme (RFC 7617). */
final class BasicScheme {
  private static final String PREFIX = "basic ";
  private static final int MAX_LENGTH = 1_000;

  private BasicScheme() {}

  /** Returns name and password; empty if absent or malformed. */
  static Optional<UsernamePasswordCredential> parse(String header) {
    if (header == null
        || header.length() > MAX_LENGTH
        || !header.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(PREFIX.length()).trim());
      String both = new String(decoded, StandardCharsets.UTF_8);
      int colon = both.indexOf(':');
      return colon < 1
          ? Optional.empty()
          : Optional.of(
              new UsernamePasswordCredential(both.substring(0, colon), both.substring(colon + 1)));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
