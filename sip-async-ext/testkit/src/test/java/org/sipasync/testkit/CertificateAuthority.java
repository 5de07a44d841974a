package org.sipasync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** Issuer of certificates for tests, by the JDK's keytool. Its files are PEM. */
public final class CertificateAuthority {
  /** Password of its key store. */
  public static final String PASSWORD = "changeit";

  private final Path directory;
  private final Path store;

  /** Makes an issuer whose files go into a directory. */
  public CertificateAuthority(Path directory) {
    this.directory = directory;
    this.store = directory.resolve("all.p12");
    genkeypair("ca", "CN=Test authority", "-ext", "bc:c", "-validity", "3");
    write("ca", false);
  }

  /** Returns the PEM file of its own certificate. */
  public Path certificate() {
    return directory.resolve("ca.pem");
  }

  /** Returns its key store, PKCS #12, with all that it has issued. */
  public Path store() {
    return store;
  }

  /**
   * Issues a certificate.
   *
   * @param names subject alternative names as keytool writes them, as in {@code ip:127.0.0.1}
   * @param options of keytool, as in {@code -startdate -10d}
   */
  public Issued issue(String alias, String names, String... options) {
    List<String> all = new ArrayList<>(List.of("-signer", "ca", "-ext", "san=" + names));
    all.addAll(options.length == 0 ? List.of("-validity", "2") : List.of(options));
    genkeypair(alias, "CN=" + alias, all.toArray(String[]::new));
    write(alias, true);
    return new Issued(alias);
  }

  /** Makes a certificate that nobody vouches for. */
  public Issued selfSigned(String alias, String names) {
    genkeypair(alias, "CN=" + alias, "-ext", "san=" + names, "-validity", "2");
    write(alias, true);
    return new Issued(alias);
  }

  /** Certificate with its key. */
  public final class Issued {
    private final String alias;

    private Issued(String alias) {
      this.alias = alias;
    }

    /** Returns the PEM file of the certificate and its issuer. */
    public Path certificate() {
      return directory.resolve(alias + ".pem");
    }

    /** Returns the PEM file of the key. */
    public Path key() {
      return directory.resolve(alias + ".key");
    }

    /** Returns a context that shows it and trusts the issuer. */
    public SSLContext context() {
      return CertificateAuthority.this.context(alias);
    }
  }

  /** Returns a context that shows no certificate and trusts this issuer. */
  public SSLContext context() {
    return context(null);
  }

  /**
   * Writes a list of revoked certificates, PEM.
   *
   * @param days until it is out of date
   */
  public Path revoked(int days, Issued... certificates) {
    Path file = directory.resolve("revoked.pem");
    List<String> command = keytool("-gencrl", "-alias", "ca", "-rfc", "-file", file.toString());
    command.addAll(List.of("-validity", Integer.toString(days)));
    for (Issued each : certificates) {
      command.addAll(List.of("-id", certificateOf(each.alias).getSerialNumber().toString()));
    }
    run(command);
    return file;
  }

  private SSLContext context(String alias) {
    try {
      KeyStore trusted = empty();
      trusted.setCertificateEntry("ca", certificateOf("ca"));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      KeyManagerFactory own = KeyManagerFactory.getInstance("SunX509");
      if (alias != null) {
        KeyStore keys = empty();
        char[] password = PASSWORD.toCharArray();
        KeyStore all = all();
        keys.setKeyEntry(
            alias, all.getKey(alias, password), password, all.getCertificateChain(alias));
        own.init(keys, password);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] keyManagers =
          alias == null
              ? null
              : new KeyManager[] {
                new Insistent(alias, (X509ExtendedKeyManager) own.getKeyManagers()[0])
              };
      context.init(keyManagers, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Shows a client's certificate even to a server that does not ask for such a one. */
  private static final class Insistent extends X509ExtendedKeyManager {
    private final String alias;
    private final X509ExtendedKeyManager keys;

    Insistent(String alias, X509ExtendedKeyManager keys) {
      this.alias = alias;
      this.keys = keys;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return new String[] {alias};
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
      return alias;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      return keys.getServerAliases(keyType, issuers);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return keys.chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public X509Certificate[] getCertificateChain(String of) {
      return keys.getCertificateChain(of);
    }

    @Override
    public PrivateKey getPrivateKey(String of) {
      return keys.getPrivateKey(of);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private KeyStore all() throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
  }

  private X509Certificate certificateOf(String alias) {
    try {
      return (X509Certificate) all().getCertificate(alias);
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private void genkeypair(String alias, String name, String... options) {
    List<String> command = keytool("-genkeypair", "-alias", alias, "-dname", name);
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of(options));
    run(command);
  }

  private List<String> keytool(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    return command;
  }

  private void run(List<String> command) {
    try {
      Path log = directory.resolve("keytool.log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(String alias, boolean withKey) {
    try {
      StringBuilder chain = new StringBuilder();
      for (Certificate each : all().getCertificateChain(alias)) {
        chain.append(pem("CERTIFICATE", each.getEncoded()));
      }
      Files.writeString(directory.resolve(alias + ".pem"), chain);
      if (withKey) {
        byte[] key = all().getKey(alias, PASSWORD.toCharArray()).getEncoded();
        Files.writeString(directory.resolve(alias + ".key"), pem("PRIVATE KEY", key));
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(String type, byte[] encoded) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
  }
}
