package org.sipasync.console;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Recently verified passwords, so that polling does not cost one PBKDF2 each time. Stores no
 * password but a MAC under a key that dies with the server; one per user.
 */
final class Verified {
  private static final long LIFE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final String ALGORITHM = "HmacSHA256";

  private final LongSupplier clock;
  private final SecretKeySpec key;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  private record Entry(byte[] mac, long untilNanos) {}

  Verified(LongSupplier clock) {
    this.clock = clock;
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, ALGORITHM);
  }

  boolean knows(String user, char[] password) {
    Entry entry = entries.get(user);
    return entry != null
        && entry.untilNanos - clock.getAsLong() > 0
        && MessageDigest.isEqual(entry.mac, mac(password));
  }

  /** Remembers a password; for configured users only, whose number limits the size. */
  void add(String user, char[] password) {
    entries.put(user, new Entry(mac(password), clock.getAsLong() + LIFE_NANOS));
  }

  private byte[] mac(char[] password) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(new String(password).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
