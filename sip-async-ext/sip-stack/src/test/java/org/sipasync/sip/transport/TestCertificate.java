package org.sipasync.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.sipasync.sip.transport.tls.ClientAuth;
import org.sipasync.sip.transport.tls.TlsEngines;
import org.sipasync.sip.transport.tls.TlsSettings;

/** Self-signed certificate for tests, made once per process by the JDK's keytool. */
public final class TestCertificate {
  /** For sip.example.com and 127.0.0.1. */
  public static final String SERVER = "san=dns:sip.example.com,ip:127.0.0.1";

  /** For phone.example.org. */
  public static final String PHONE = "san=uri:sip:phone.example.org,dns:ignored.example.org";

  static final String PASSWORD = "changeit";
  private static final Map<String, TestCertificate> MADE = new ConcurrentHashMap<>();

  private final Path directory;
  final Path store;
  final Path certificate;
  final Path key;
  private final String subject;

  private TestCertificate(String names, String... more)
      throws IOException, GeneralSecurityException, InterruptedException {
    directory = Files.createTempDirectory("tls");
    subject = "CN=" + names.hashCode();
    store = directory.resolve("keys.p12");
    certificate = directory.resolve("certificate.pem");
    key = directory.resolve("key.pem");
    if (more.length > 0) {
      keytool("-alias", "ca", "-dname", "CN=Issuer", "-ext", "bc:c", "-validity", "3");
    }
    List<String> options = new ArrayList<>(List.of("-alias", "key", "-dname", subject));
    options.addAll(List.of("-ext", names));
    options.addAll(more.length == 0 ? List.of("-validity", "3") : List.of(more));
    keytool(options.toArray(String[]::new));
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("key").getEncoded()));
    byte[] secret = keys.getKey("key", PASSWORD.toCharArray()).getEncoded();
    Files.writeString(key, pem("PRIVATE KEY", secret));
    for (Path each :
        List.of(directory, directory.resolve("keytool.log"), store, certificate, key)) {
      each.toFile().deleteOnExit();
    }
  }

  private void keytool(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    command.addAll(List.of(options));
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
  }

  private static String pem(String type, byte[] encoded) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
  }

  /** Returns the certificate with subject alternative names as keytool writes them. */
  public static TestCertificate of(String names) {
    return MADE.computeIfAbsent(names, TestCertificate::made);
  }

  private static TestCertificate made(String names) {
    try {
      return new TestCertificate(names);
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns one that an issuer has signed and that expired a week ago. */
  static TestCertificate expired() throws Exception {
    return new TestCertificate(SERVER, "-signer", "ca", "-startdate", "-10d", "-validity", "2");
  }

  /** Puts its key into a store. */
  void putInto(KeyStore other, String alias) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    char[] password = PASSWORD.toCharArray();
    other.setKeyEntry(
        alias, keys.getKey("key", password), password, keys.getCertificateChain("key"));
  }

  /** Returns the PEM file of the certificate. */
  public Path pem() {
    return certificate;
  }

  /** Returns the PEM file of the key. */
  public Path key() {
    return key;
  }

  /** Returns the PEM text of the key, encrypted as OpenSSL does by default. */
  public String encryptedKey(String password) throws GeneralSecurityException, IOException {
    String algorithm = "PBEWithHmacSHA256AndAES_256";
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(password.toCharArray())));
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    byte[] plain = keys.getKey("key", PASSWORD.toCharArray()).getEncoded();
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
    parameters.init(cipher.getParameters().getEncoded());
    byte[] encrypted = new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(plain)).getEncoded();
    return pem("ENCRYPTED PRIVATE KEY", encrypted);
  }

  /** Returns the PKCS #12 file of both. */
  public Path store() {
    return store;
  }

  /** Returns its subject. */
  String name() {
    return subject;
  }

  /** Returns engines with this certificate that trust another one. */
  public TlsEngines engines(TestCertificate trusted, ClientAuth clientAuth) {
    return engines(
        Map.of(
            "sip.tls.certificate", certificate.toString(),
            "sip.tls.key", key.toString(),
            "sip.tls.trust", trusted.certificate.toString(),
            "sip.tls.client-auth", clientAuth.name()));
  }

  /** Returns engines with settings. */
  static TlsEngines engines(Map<String, String> config) {
    TlsSettings settings = TlsSettings.from(key -> Optional.ofNullable(config.get(key)));
    return TlsEngines.of(settings, InstantSource.system());
  }

  /** Context of a server with this certificate. */
  public SSLContext serverContext() throws GeneralSecurityException, IOException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** Context of a client that trusts this certificate, without one of its own unless given. */
  public SSLContext clientContext(TestCertificate own)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Certificate[] chain = keys.getCertificateChain("key");
    trusted.setCertificateEntry("server", chain[chain.length - 1]);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManagerFactory ownKeys = KeyManagerFactory.getInstance("PKIX");
    if (own != null) {
      ownKeys.init(
          KeyStore.getInstance(own.store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own == null ? null : ownKeys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
