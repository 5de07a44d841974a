package org.sipasync.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A PBKDF2 hash of a password, in the form {@code PBKDF2WithHmacSHA512:iterations:salt:hash}, also
 * used by Jakarta Security. Its main program creates one and needs only the JDK.
 */
public final class PasswordHash {
  private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
  private static final int ITERATIONS = 210_000;
  private static final int MIN_ITERATIONS = 10_000;
  private static final int MAX_ITERATIONS = 5_000_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int iterations, byte[] salt, byte[] hash) {
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  /** Prompts for a password, or reads a line of the input, and prints its hash. */
  public static void main(String[] arguments) throws IOException {
    Console terminal = System.console();
    char[] password = terminal == null ? line() : terminal.readPassword("Password: ");
    char[] again = terminal == null ? password : terminal.readPassword("Again: ");
    if (password == null || password.length < 8 || !Arrays.equals(password, again)) {
      System.err.println("Passwords must match and have at least 8 characters.");
      System.exit(1);
    }
    System.out.println(of(password));
  }

  private static char[] line() throws IOException {
    String line = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
    return line == null ? null : line.toCharArray();
  }

  /** Creates the hash of a new password. */
  static PasswordHash of(char[] password) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return new PasswordHash(ITERATIONS, salt, derive(password, salt, ITERATIONS, HASH_BYTES));
  }

  /**
   * Parses the form of {@link #toString}.
   *
   * @throws IllegalArgumentException if the text is malformed; the message does not contain it
   */
  static PasswordHash parse(String text) {
    String[] parts = text.split(":", -1);
    try {
      if (parts.length == 4 && parts[0].equals(ALGORITHM)) {
        int iterations = Integer.parseInt(parts[1]);
        byte[] salt = Base64.getDecoder().decode(parts[2]);
        byte[] hash = Base64.getDecoder().decode(parts[3]);
        if (iterations >= MIN_ITERATIONS
            && iterations <= MAX_ITERATIONS
            && salt.length >= 8
            && hash.length >= 16
            && hash.length <= 64) {
          return new PasswordHash(iterations, salt, hash);
        }
      }
    } catch (IllegalArgumentException malformed) {
      // reported below
    }
    throw new IllegalArgumentException(
        "it must be a hash printed by java -jar sip-async-console.war");
  }

  /** Returns true if this is the hash of a password. Slow by design. */
  boolean isOf(char[] password) {
    return MessageDigest.isEqual(hash, derive(password, salt, iterations, hash.length));
  }

  private static byte[] derive(char[] password, byte[] salt, int iterations, int bytes) {
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, 8 * bytes);
    try {
      return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no " + ALGORITHM, e);
    } finally {
      spec.clearPassword();
    }
  }

  @Override
  public String toString() {
    Base64.Encoder base64 = Base64.getEncoder();
    return String.join(
        ":",
        ALGORITHM,
        Integer.toString(iterations),
        base64.encodeToString(salt),
        base64.encodeToString(hash));
  }
}
