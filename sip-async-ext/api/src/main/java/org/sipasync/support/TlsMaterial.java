package org.sipasync.support;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Contents of the files of a TLS party.
 *
 * @param context for servers and clients; verifies chains, but no names: its user must
 * @param certificates those of the own keys, leaf certificates only
 * @param crls lists of revoked certificates
 */
public record TlsMaterial(
    SSLContext context, List<X509Certificate> certificates, List<X509CRL> crls) {
  private static final String ALIAS = "key";

  /**
   * Reads the files. Blocks on the file system.
   *
   * @param mistakes gets a SIPA-0103 for each file that is missing, unreadable or malformed, for a
   *     wrong password, and for a key that does not belong to the certificate
   * @return null if there are mistakes
   */
  public static TlsMaterial read(TlsFiles files, Mistakes mistakes) {
    Mistakes found = new Mistakes();
    KeyStore keys = new OwnKeys(files, found).read();
    KeyStore trusted = found.collect(() -> trusted(files));
    List<X509CRL> crls = new ArrayList<>();
    for (Path each : files.crls()) {
      SettingFile file = new SettingFile(files.prefix() + "crl", each);
      found.collect(() -> crls.addAll(file.crls()));
    }
    TlsMaterial material =
        found.areNone() ? found.collect(() -> of(files, keys, trusted, crls)) : null;
    mistakes.addAll(found.all());
    return material;
  }

  private static TlsMaterial of(
      TlsFiles files, KeyStore keys, KeyStore trusted, List<X509CRL> crls) {
    try {
      KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX"); // chooses by SNI
      keyManagers.init(keys, files.passwords().keyStore().toCharArray());
      SSLContext context = TlsContexts.context(keyManagers.getKeyManagers(), trusted, crls);
      return new TlsMaterial(context, leaves(keys), List.copyOf(crls));
    } catch (GeneralSecurityException e) {
      String name = files.keyStore().isPresent() ? "key-store" : "key";
      throw file(files, name, files.keyStore().or(files::key)).unusable(e);
    }
  }

  private static SettingFile file(TlsFiles files, String name, Optional<Path> path) {
    return new SettingFile(files.prefix() + name, path.orElse(null));
  }

  private static KeyStore trusted(TlsFiles files) {
    if (files.trust().isEmpty()) {
      return null;
    }
    SettingFile file = file(files, "trust", files.trust());
    if (!file.isPem()) {
      return file.store(Optional.empty(), files.passwords().trust());
    }
    try {
      KeyStore trusted = emptyStore();
      int number = 0;
      for (X509Certificate each : file.certificates()) {
        trusted.setCertificateEntry(Integer.toString(number++), each);
      }
      return trusted;
    } catch (GeneralSecurityException | IOException e) {
      throw file.unusable(e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
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

  /** Own certificate and key, of either form. */
  private record OwnKeys(TlsFiles files, Mistakes mistakes) {
    /** Returns null if there is a mistake. */
    KeyStore read() {
      if (files.keyStore().isPresent()) {
        return mistakes.collect(this::stored);
      }
      String prefix = files.prefix();
      if (files.certificate().isEmpty()) {
        String remedy = "TLS needs a certificate; set this or " + prefix + "key-store";
        mistakes.add(SettingsReader.refusal(prefix + "certificate", "", remedy));
      }
      if (files.key().isEmpty()) {
        String remedy = "name the file of the certificate's private key";
        mistakes.add(SettingsReader.refusal(prefix + "key", "", remedy));
      }
      SettingFile keyFile = file(files, "key", files.key());
      SettingFile chainFile = file(files, "certificate", files.certificate());
      List<X509Certificate> chain =
          files.certificate().isEmpty() ? null : mistakes.collect(chainFile::certificates);
      PrivateKey key = files.key().isEmpty() ? null : mistakes.collect(() -> key(keyFile));
      return chain == null || key == null
          ? null
          : mistakes.collect(() -> joined(keyFile, key, chain));
    }

    private KeyStore stored() {
      SettingFile file = file(files, "key-store", files.keyStore());
      if (files.certificate().isPresent() || files.key().isPresent()) {
        throw file.refusal("set either a key store or a certificate and its key");
      }
      try {
        KeyStore keys = file.store(files.keyStoreType(), files.passwords().keyStore());
        if (leaves(keys).isEmpty()) {
          throw file.refusal("it has no private key with a certificate");
        }
        return keys;
      } catch (GeneralSecurityException e) {
        throw file.unusable(e);
      }
    }

    private PrivateKey key(SettingFile file) {
      try {
        return PemText.privateKey(file.text(), files.passwords().key());
      } catch (GeneralSecurityException e) {
        throw file.unusable(e);
      }
    }

    private KeyStore joined(SettingFile file, PrivateKey key, List<X509Certificate> chain) {
      try {
        if (!PemText.fits(key, chain.get(0))) {
          String certificate = files.certificate().orElseThrow().toString();
          throw file.refusal("it is not the key of the certificate " + certificate);
        }
        KeyStore keys = emptyStore();
        char[] password = files.passwords().keyStore().toCharArray();
        keys.setKeyEntry(ALIAS, key, password, chain.toArray(new X509Certificate[0]));
        return keys;
      } catch (GeneralSecurityException | IOException e) {
        throw file.unusable(e);
      }
    }
  }
}
