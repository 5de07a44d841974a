package org.sipasync.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files of a TLS party: its certificate and key, as PEM or in a key store, and the certificates
 * that it trusts. Nothing is checked before {@link TlsMaterial} reads them. Immutable.
 *
 * @param prefix prefix of the settings' keys, for messages, as in {@code "sip.tls."}
 * @param certificate PEM file of the certificate and its issuers, leaf first
 * @param key PEM file of the PKCS #8 private key
 * @param keyStore file of keys with their certificates, instead of the two
 * @param keyStoreType such as PKCS12; empty: by the file's content, PKCS #12 or JKS
 * @param trust PEM file, PKCS #12 or JKS file of the certificates to trust; empty means the JVM's
 * @param crls PEM or DER files of revoked certificates; empty: nothing is revoked
 */
public record TlsFiles(
    String prefix,
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<Path> keyStore,
    Optional<String> keyStoreType,
    Optional<Path> trust,
    List<Path> crls,
    Passwords passwords) {

  /**
   * Passwords of the files; empty for none. Never part of a message.
   *
   * @param key of an encrypted PEM key
   * @param keyStore of the key store and its keys
   * @param trust of the trust store, unless it is PEM
   */
  public record Passwords(String key, String keyStore, String trust) {
    @Override
    public String toString() {
      return "(hidden)";
    }
  }

  /**
   * Returns a value that changes when one of the files does: path, size and time of last change of
   * each. Blocks on the file system.
   */
  public String stamp() {
    StringBuilder stamp = new StringBuilder();
    Stream.concat(
            Stream.of(certificate, key, keyStore, trust).flatMap(Optional::stream), crls.stream())
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
