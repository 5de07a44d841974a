package org.sipasync.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;

/**
 * File that a setting names. What cannot be used of it is refused with SIPA-0103, which names the
 * setting. Methods block on the file system.
 *
 * @param setting full key
 */
record SettingFile(String setting, Path path) {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_CRL_BYTES = 64 << 20;

  byte[] bytes() {
    return bytes(MAX_BYTES);
  }

  byte[] bytes(int max) {
    try {
      if (!Files.isRegularFile(path)) {
        throw refusal("there is no such file");
      }
      if (Files.size(path) > max) {
        throw refusal("it is larger than " + (max >> 20) + " MB");
      }
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  String text() {
    return new String(bytes(), ISO_8859_1);
  }

  boolean isPem() {
    return PemText.isPem(bytes());
  }

  /** Returns the certificates of a PEM file, at least one. */
  List<X509Certificate> certificates() {
    try {
      List<X509Certificate> found = PemText.certificates(text());
      if (found.isEmpty()) {
        throw refusal("it holds no certificate in PEM form");
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  /** Returns the lists of revoked certificates of a PEM or DER file, at least one. */
  List<X509CRL> crls() {
    try {
      List<X509CRL> crls = new ArrayList<>();
      InputStream in = new ByteArrayInputStream(bytes(MAX_CRL_BYTES));
      for (CRL each : CertificateFactory.getInstance("X.509").generateCRLs(in)) {
        crls.add((X509CRL) each);
      }
      if (crls.isEmpty()) {
        throw refusal("it holds no list of revoked certificates");
      }
      return crls;
    } catch (GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  /**
   * Reads a key store.
   *
   * @param type empty: by its content
   */
  KeyStore store(Optional<String> type, String password) {
    bytes();
    try {
      if (type.isEmpty()) {
        return KeyStore.getInstance(path.toFile(), password.toCharArray());
      }
      KeyStore store = KeyStore.getInstance(type.get());
      try (InputStream in = Files.newInputStream(path)) {
        store.load(in, password.toCharArray());
      }
      return store;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      String reason = "it cannot be read, or " + setting + "-password is wrong";
      throw Problem.BAD_SETTING.exception(setting, path, reason, e);
    }
  }

  SipAsyncException refusal(String reason) {
    return SettingsReader.refusal(setting, path, reason);
  }

  SipAsyncException unusable(Exception cause) {
    String reason = "it cannot be used, " + LogText.clean(cause.getMessage());
    return Problem.BAD_SETTING.exception(setting, path, reason, cause);
  }
}
