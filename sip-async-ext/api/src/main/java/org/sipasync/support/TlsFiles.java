package org.sipasync.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;

/**
 * Files of a TLS party: its certificate and key, as PEM or in a key store, and the certificates
 * that it trusts. Immutable. Methods block on the file system.
 *
 * @param prefix prefix of the settings' keys, for messages, as in {@code "sip.tls."}
 * @param certificate PEM file of the certificate and its issuers, leaf first
 * @param key PEM file of the unencrypted PKCS #8 private key
 * @param keyStore PKCS #12 or JKS file of keys with their certificates, instead of the two
 * @param keyStorePassword password of the key store and its keys; never part of a message
 * @param trust PEM file, PKCS #12 or JKS file of the certificates to trust; empty means the JVM's
 * @param trustPassword password of the trust store, unless it is PEM
 */
public record TlsFiles(
    String prefix,
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<Path> keyStore,
    String keyStorePassword,
    Optional<Path> trust,
    String trustPassword) {
  private static final String ALIAS = "key";
  private static final int MAX_FILE = 1 << 20;

  /** Refuses neither or both of a key store and PEM files with SIPA-0103. */
  public TlsFiles {
    if (keyStore.isPresent() && (certificate.isPresent() || key.isPresent())) {
      throw SettingsReader.refusal(
          prefix + "key-store",
          keyStore.get(),
          "set either a key store or a certificate and its key");
    }
    if (keyStore.isEmpty() && certificate.isEmpty()) {
      throw SettingsReader.refusal(
          prefix + "certificate",
          "",
          "TLS needs a certificate; set this or " + prefix + "key-store");
    }
    if (keyStore.isEmpty() && key.isEmpty()) {
      throw SettingsReader.refusal(
          prefix + "key", "", "name the file of the certificate's private key");
    }
  }

  /** Loaded files. The certificates are those of our own keys, leaf certificates only. */
  public record Loaded(SSLContext context, List<X509Certificate> certificates) {}

  /**
   * Reads the files and builds a context for servers and clients. The context verifies chains, but
   * no names; its user must.
   *
   * @throws SipAsyncException SIPA-0103 if a file is missing, unreadable or malformed, a password
   *     is wrong, or the key does not belong to the certificate
   */
  public Loaded load() {
    KeyStore keys = keyStore.isPresent() ? storedKeys(keyStore.get()) : pemKeys();
    try {
      KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX"); // chooses by SNI
      keyManagers.init(keys, keyStorePassword.toCharArray());
      KeyStore trusted = trust.isEmpty() ? null : trustedCertificates(trust.get());
      SSLContext context = TlsContexts.context(keyManagers.getKeyManagers(), trusted);
      return new Loaded(context, leaves(keys));
    } catch (GeneralSecurityException e) {
      throw refusal("key-store", keyStore.or(() -> certificate), e);
    }
  }

  private KeyStore storedKeys(Path file) {
    KeyStore keys = store("key-store", file, keyStorePassword);
    try {
      if (leaves(keys).isEmpty()) {
        throw refusal("key-store", file, "it has no private key with a certificate");
      }
      return keys;
    } catch (GeneralSecurityException e) {
      throw refusal("key-store", keyStore, e);
    }
  }

  private KeyStore pemKeys() {
    Path certificateFile = certificate.orElseThrow();
    Path keyFile = key.orElseThrow();
    List<X509Certificate> chain = certificates("certificate", certificateFile);
    PrivateKey privateKey;
    try {
      privateKey = PemText.privateKey(text("key", keyFile));
    } catch (GeneralSecurityException e) {
      throw refusal("key", key, e);
    }
    try {
      if (!PemText.fits(privateKey, chain.get(0))) {
        throw refusal("key", keyFile, "it is not the key of the certificate " + certificateFile);
      }
      KeyStore keys = emptyStore();
      keys.setKeyEntry(
          ALIAS, privateKey, keyStorePassword.toCharArray(), chain.toArray(new X509Certificate[0]));
      return keys;
    } catch (GeneralSecurityException | IOException e) {
      throw refusal("key", key, e);
    }
  }

  private KeyStore trustedCertificates(Path file) {
    if (!PemText.isPem(bytes("trust", file))) {
      return store("trust", file, trustPassword);
    }
    try {
      KeyStore trusted = emptyStore();
      int number = 0;
      for (X509Certificate each : certificates("trust", file)) {
        trusted.setCertificateEntry(Integer.toString(number++), each);
      }
      return trusted;
    } catch (GeneralSecurityException | IOException e) {
      throw refusal("trust", trust, e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private KeyStore store(String name, Path file, String password) {
    bytes(name, file);
    try {
      return KeyStore.getInstance(file.toFile(), password.toCharArray());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw refusal(name, file, "it cannot be read, or " + prefix + name + "-password is wrong", e);
    }
  }

  private List<X509Certificate> certificates(String name, Path file) {
    try {
      List<X509Certificate> found = PemText.certificates(text(name, file));
      if (found.isEmpty()) {
        throw refusal(name, file, "it holds no certificate in PEM form");
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw refusal(name, Optional.of(file), e);
    }
  }

  private String text(String name, Path file) {
    return new String(bytes(name, file), ISO_8859_1);
  }

  private byte[] bytes(String name, Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw refusal(name, file, "there is no such file");
      }
      if (Files.size(file) > MAX_FILE) {
        throw refusal(name, file, "it is larger than 1 MB");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw refusal(name, Optional.of(file), e);
    }
  }

  private static List<X509Certificate> leaves(KeyStore keys) throws GeneralSecurityException {
    List<X509Certificate> leaves = new ArrayList<>();
    for (String alias : Collections.list(keys.aliases())) {
      Certificate leaf = keys.isKeyEntry(alias) ? keys.getCertificate(alias) : null;
      if (leaf instanceof X509Certificate certificate) {
        leaves.add(certificate);
      }
    }
    return List.copyOf(leaves);
  }

  private SipAsyncException refusal(String name, Optional<Path> file, Exception cause) {
    return refusal(name, file.orElse(null), "it cannot be used, " + cause.getMessage(), cause);
  }

  private SipAsyncException refusal(String name, Path file, String reason) {
    return SettingsReader.refusal(prefix + name, file, reason);
  }

  private SipAsyncException refusal(String name, Path file, String reason, Exception cause) {
    return Problem.BAD_SETTING.exception(prefix + name, file, reason, cause);
  }

  /**
   * Returns a value that changes when one of the files does: path, size and time of last change of
   * each.
   */
  public String stamp() {
    StringBuilder stamp = new StringBuilder();
    Stream.of(certificate, key, keyStore, trust)
        .flatMap(Optional::stream)
        .forEach(file -> stamp.append(stamp(file)).append('\n'));
    return stamp.toString();
  }

  private static String stamp(Path file) {
    try {
      return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return file + " missing";
    }
  }
}
