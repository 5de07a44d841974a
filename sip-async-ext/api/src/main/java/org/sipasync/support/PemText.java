package org.sipasync.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Reads certificates and private keys in PEM form (RFC 7468). */
final class PemText {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----([^-]*)-----END ");

  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  /** Names of the JDK for keys whose parameters name their encryption (RFC 8018). */
  private static final List<String> PBES2 = List.of("PBES2", "1.2.840.113549.1.5.13");

  private static final byte[] PROBE = "sip-async".getBytes(ISO_8859_1);

  private PemText() {}

  static boolean isPem(byte[] file) {
    return new String(file, ISO_8859_1).contains("-----BEGIN ");
  }

  /** Returns all certificates in their order; text around them is ignored. */
  static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    for (Matcher found = CERTIFICATE.matcher(pem); found.find(); ) {
      Certificate each = factory.generateCertificate(new ByteArrayInputStream(decoded(found, 1)));
      certificates.add((X509Certificate) each);
    }
    return certificates;
  }

  /**
   * Returns the first private key; it has to be PKCS #8.
   *
   * @param password of an encrypted one
   */
  static PrivateKey privateKey(String pem, String password) throws GeneralSecurityException {
    Matcher found = KEY.matcher(pem);
    if (!found.find()) {
      throw new GeneralSecurityException("it holds no private key in PEM form");
    }
    byte[] content = decoded(found, 2);
    return switch (found.group(1)) {
      case "" -> privateKey(new PKCS8EncodedKeySpec(content));
      case "ENCRYPTED " -> privateKey(decrypted(content, password));
      default ->
          throw new GeneralSecurityException(
              "it holds an " + found.group(1) + "PRIVATE KEY; convert it: openssl pkcs8 -topk8");
    };
  }

  private static PrivateKey privateKey(PKCS8EncodedKeySpec encoded)
      throws GeneralSecurityException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        // perhaps a key of another algorithm
      }
    }
    throw new GeneralSecurityException("its key is none of " + String.join(", ", ALGORITHMS));
  }

  private static PKCS8EncodedKeySpec decrypted(byte[] content, String password)
      throws GeneralSecurityException {
    if (password.isEmpty()) {
      throw new GeneralSecurityException("its key is encrypted and has no password set");
    }
    try {
      EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(content);
      AlgorithmParameters parameters = encrypted.getAlgParameters();
      boolean isPbes2 = PBES2.contains(encrypted.getAlgName());
      String algorithm = isPbes2 ? String.valueOf(parameters) : encrypted.getAlgName();
      SecretKey key =
          SecretKeyFactory.getInstance(algorithm)
              .generateSecret(new PBEKeySpec(password.toCharArray()));
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(Cipher.DECRYPT_MODE, key, parameters);
      return encrypted.getKeySpec(cipher);
    } catch (InvalidKeySpecException e) {
      throw new GeneralSecurityException("its key cannot be decrypted: is the password right?", e);
    } catch (IOException e) {
      throw new GeneralSecurityException("its key is malformed", e);
    }
  }

  private static byte[] decoded(Matcher found, int group) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(found.group(group));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("it is not Base64", e);
    }
  }

  /** Returns true if a signature of the key verifies by the certificate. */
  static boolean fits(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(PROBE);
    byte[] signature = signer.sign();
    try {
      signer.initVerify(certificate.getPublicKey());
      signer.update(PROBE);
      return signer.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // a key of another algorithm or size
    }
  }
}
