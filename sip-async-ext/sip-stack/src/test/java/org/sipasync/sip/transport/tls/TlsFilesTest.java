package org.sipasync.sip.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;
import org.sipasync.sip.transport.TestCertificate;
import org.sipasync.support.Mistakes;
import org.sipasync.support.TlsMaterial;

/** Settings and files of TLS, and what is wrong with them. */
class TlsFilesTest {
  private final TestCertificate server = TestCertificate.of(TestCertificate.SERVER);
  private final TestCertificate phone = TestCertificate.of(TestCertificate.PHONE);

  @TempDir Path directory;

  private static TlsSettings settings(Map<String, Object> config) {
    return TlsSettings.from(key -> Optional.ofNullable(config.get(key)).map(Object::toString));
  }

  private static TlsMaterial load(Map<String, Object> config) {
    Mistakes mistakes = new Mistakes();
    TlsMaterial read = settings(config).load(mistakes);
    assertThat(mistakes.all()).isEmpty();
    return read;
  }

  private static void assertRefused(String start, String cause, Map<String, Object> config) {
    assertThatThrownBy(() -> TlsEngines.of(settings(config), InstantSource.system()))
        .isInstanceOfSatisfying(
            SipAsyncException.class, e -> assertThat(e.problem()).isEqualTo(Problem.BAD_TLS))
        .hasMessageContaining("1 error(s)")
        .hasMessageContaining("\n  - SIPA-0103: " + start)
        .hasMessageContaining(cause)
        .message()
        .doesNotContain("secret");
  }

  @Test
  void pemFilesAndKeyStores() {
    TlsMaterial pem =
        load(Map.of("sip.tls.certificate", server.pem(), "sip.tls.key", server.key()));
    assertThat(pem.certificates()).hasSize(1);
    for (String type : List.of("", "PKCS12")) {
      TlsMaterial store =
          load(
              Map.of(
                  "sip.tls.key-store",
                  server.store(),
                  "sip.tls.key-store-password",
                  "changeit",
                  "sip.tls.key-store-type",
                  type,
                  "sip.tls.trust",
                  phone.pem()));
      assertThat(store.certificates()).isEqualTo(pem.certificates());
    }
  }

  @Test
  void anEncryptedKey() throws Exception {
    Path encrypted = directory.resolve("encrypted.pem");
    Files.writeString(encrypted, server.encryptedKey("secret"));
    Map<String, Object> config =
        Map.of("sip.tls.certificate", server.pem(), "sip.tls.key", encrypted);
    assertRefused("sip.tls.key ", "its key is encrypted and has no password set", config);
    Map<String, Object> right = new HashMap<>(config);
    right.put("sip.tls.key-password", "secret");
    assertThat(load(right).certificates()).hasSize(1);
    Map<String, Object> wrong = new HashMap<>(config);
    wrong.put("sip.tls.key-password", "guess");
    assertRefused("sip.tls.key ", "is the password right?", wrong);
  }

  @Test
  void missingSettings() {
    assertRefused("sip.tls.key ", "private key", Map.of("sip.tls.certificate", server.pem()));
    assertRefused(
        "sip.tls.certificate ", "TLS needs a certificate", Map.of("sip.tls.key", server.key()));
    assertRefused(
        "sip.tls.key-store",
        "set either",
        Map.of("sip.tls.key-store", server.store(), "sip.tls.certificate", server.pem()));
  }

  @Test
  void allMistakesAreToldAtOnce() {
    Map<String, Object> config =
        Map.of(
            "sip.tls.client-auth",
            "perhaps",
            "sip.tls.protocols",
            "TLSv1.3,SSLv3",
            "sip.tls.key",
            directory.resolve("none"),
            "sip.tls.trust",
            directory);
    assertThatThrownBy(() -> TlsEngines.of(settings(config), InstantSource.system()))
        .hasMessageStartingWith("SIPA-0112: TLS has 5 error(s) in its settings and files:\n")
        .hasMessageContaining("sip.tls.client-auth has the value \"perhaps\": it must be one of")
        .hasMessageContaining("it must list one or both of TLSv1.2 and TLSv1.3")
        .hasMessageContaining("sip.tls.certificate has the value \"\"")
        .hasMessageContaining("none\": there is no such file")
        .hasMessageContaining("sip.tls.trust");
  }

  /** One listen point has some of its own, and shares the rest. */
  @Test
  void settingsOfOneName() {
    Map<String, Object> config =
        Map.of(
            "sip.tls.key-store",
            server.store(),
            "sip.tls.key-store-password",
            "changeit",
            "sip.tls.client-auth",
            "need",
            "sip.tls.carrier.certificate",
            phone.pem(),
            "sip.tls.carrier.key",
            phone.key(),
            "sip.tls.lab.protocols",
            "TLSv1.3");
    TlsSettings carrier = named(config, "carrier");
    assertThat(carrier.files().keyStore()).isEmpty();
    assertThat(carrier.files().certificate()).contains(phone.pem());
    assertThat(carrier.clientAuth()).isEqualTo(ClientAuth.NEED);
    assertThat(carrier.protocols()).isEqualTo(TlsSettings.PROTOCOLS);
    TlsSettings lab = named(config, "lab");
    assertThat(lab.files().keyStore()).contains(server.store());
    assertThat(lab.protocols()).containsExactly("TLSv1.3");
  }

  private static TlsSettings named(Map<String, Object> config, String name) {
    return TlsSettings.from(
        key -> Optional.ofNullable(config.get(key)).map(Object::toString), name);
  }

  @Test
  void missingFile() {
    assertRefused(
        "sip.tls.certificate has the value",
        "there is no such file",
        Map.of("sip.tls.certificate", directory.resolve("none"), "sip.tls.key", server.key()));
    assertRefused(
        "sip.tls.trust has the value",
        "there is no such file",
        Map.of(
            "sip.tls.certificate",
            server.pem(),
            "sip.tls.key",
            server.key(),
            "sip.tls.trust",
            directory));
  }

  @Test
  void wrongPassword() {
    assertRefused(
        "sip.tls.key-store has the value",
        "sip.tls.key-store-password is wrong",
        Map.of("sip.tls.key-store", server.store(), "sip.tls.key-store-password", "secret"));
  }

  @Test
  void keyOfAnotherCertificate() {
    assertRefused(
        "sip.tls.key has the value",
        "it is not the key of the certificate",
        Map.of("sip.tls.certificate", server.pem(), "sip.tls.key", phone.key()));
  }

  @Test
  void textThatIsNoPem() throws Exception {
    Path text = Files.writeString(directory.resolve("text.pem"), "hello");
    assertRefused(
        "sip.tls.certificate",
        "holds no certificate",
        Map.of("sip.tls.certificate", text, "sip.tls.key", server.key()));
    assertRefused(
        "sip.tls.key ",
        "holds no private key",
        Map.of("sip.tls.certificate", server.pem(), "sip.tls.key", text));
    Path old =
        Files.writeString(
            directory.resolve("old.pem"),
            "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    assertRefused(
        "sip.tls.key ",
        "openssl pkcs8",
        Map.of("sip.tls.certificate", server.pem(), "sip.tls.key", old));
    Path broken =
        Files.writeString(
            directory.resolve("broken.pem"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertRefused(
        "sip.tls.certificate",
        "cannot be used",
        Map.of("sip.tls.certificate", broken, "sip.tls.key", server.key()));
  }

  @Test
  void stampChangesWithAFile() throws Exception {
    Path copy = directory.resolve("key.pem");
    Files.copy(server.key(), copy);
    var files = settings(Map.of("sip.tls.certificate", server.pem(), "sip.tls.key", copy)).files();
    String before = files.stamp();
    assertThat(files.stamp()).isEqualTo(before);
    Files.writeString(copy, "longer than before".repeat(100));
    assertThat(files.stamp()).isNotEqualTo(before);
    Files.delete(copy);
    assertThat(files.stamp()).contains("missing");
  }
}
