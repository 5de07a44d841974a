package org.sipasync.container.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import org.sipasync.support.Signer;

/**
 * Keys that lead a URI or URL back to an application session: its id and a signature. Nobody can
 * make a key without the secret of this process, and a key of one application is worth nothing in
 * another. Thread-safe.
 */
final class SessionKeys {
  private static final int SECRET_BYTES = 32;
  private static final int SIGNATURE_BYTES = 16;

  /** Longer ones are none of ours. */
  private static final int MAX_LENGTH = 256;

  private final Signer signer;

  SessionKeys() {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    signer = new Signer(random, SIGNATURE_BYTES);
  }

  /** Key of an application session: letters, digits and a hyphen. */
  String keyOf(String application, String id) {
    return id + '-' + signature(application, id);
  }

  /** Id of the application session that a key was made for; null if it was not made here. */
  String idOf(String application, String key) {
    int hyphen = key.lastIndexOf('-');
    if (hyphen < 0 || key.length() > MAX_LENGTH) {
      return null;
    }
    String id = key.substring(0, hyphen);
    byte[] given = key.substring(hyphen + 1).toLowerCase(Locale.ROOT).getBytes(UTF_8);
    return MessageDigest.isEqual(given, signature(application, id).getBytes(US_ASCII)) ? id : null;
  }

  private String signature(String application, String id) {
    return HexFormat.of().formatHex(signer.sign((application + '\n' + id).getBytes(UTF_8)));
  }
}
