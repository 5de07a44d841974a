package org.sipasync.sample.registrar;

import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipURI;

/**
 * Temporary GRUUs (RFC 5627): URIs that lead to one phone, and tell nobody whose it is. Their user
 * part is what they lead to, encrypted; no two are the same. They end with the phone's registration
 * and with this process. Nothing is stored. Thread-safe.
 *
 * <pre>
 *   user = "tgruu." base64url(nonce, AES-GCM(uid, instance, registration))
 * </pre>
 */
@Singleton
public final class TemporaryGruus {
  private static final String PREFIX = "tgruu.";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int KEY_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int MAX_LENGTH = 1_000;

  private final SecureRandom random = new SecureRandom();
  private final SecretKey key = new SecretKeySpec(bytes(KEY_BYTES), "AES");

  private byte[] bytes(int number) {
    byte[] bytes = new byte[number];
    random.nextBytes(bytes);
    return bytes;
  }

  /**
   * Makes the GRUU of a binding of a phone with an instance.
   *
   * @param record address of record
   */
  public String uri(Address record, String uid, Binding binding) {
    SipURI uri = (SipURI) record.getURI().clone();
    uri.setUser(user(uid, binding));
    uri.setParameter(Gruu.PARAMETER, "");
    return uri.toString();
  }

  String user(String uid, Binding binding) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(content)) {
      out.writeUTF(uid);
      out.writeUTF(binding.reach().instance());
      out.writeInt(Gruu.registration(binding.callId()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] nonce = bytes(NONCE_BYTES);
    byte[] hidden = crypt(Cipher.ENCRYPT_MODE, nonce, content.toByteArray());
    byte[] all = Arrays.copyOf(nonce, nonce.length + hidden.length);
    System.arraycopy(hidden, 0, all, nonce.length, hidden.length);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /** Returns the phone of a public or temporary GRUU; null if it is none of this process. */
  public Gruu phone(SipURI uri) {
    String user = uri.getUser();
    return user != null && user.startsWith(PREFIX) ? phone(user) : Gruu.ofPublic(uri);
  }

  Gruu phone(String user) {
    if (user.length() > MAX_LENGTH) {
      return null;
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(user.substring(PREFIX.length()));
      if (all.length < NONCE_BYTES + TAG_BITS / 8) {
        return null;
      }
      byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
      byte[] hidden = Arrays.copyOfRange(all, NONCE_BYTES, all.length);
      byte[] content = crypt(Cipher.DECRYPT_MODE, nonce, hidden);
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
      return new Gruu(in.readUTF(), in.readUTF(), in.readInt());
    } catch (IllegalArgumentException | IOException forged) {
      return null;
    }
  }

  /** Throws IllegalArgumentException for what was not encrypted here. */
  private byte[] crypt(int mode, byte[] nonce, byte[] content) {
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
