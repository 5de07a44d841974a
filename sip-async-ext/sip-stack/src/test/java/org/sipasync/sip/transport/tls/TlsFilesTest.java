package org.sipasync.sip.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.SipAsyncException;
import org.sipasync.sip.transport.TestCertificate;
import org.sipasync.support.TlsFiles;

/** Settings and files of TLS, and what is wrong with them. */
class TlsFilesTest {
  private final TestCertificate server = TestCertificate.of(TestCertificate.SERVER);
  private final TestCertificate phone = TestCertificate.of(TestCertificate.PHONE);

  @TempDir Path directory;

  private static TlsFiles files(Map<String, Object> settings) {
    return new TlsFiles(
        "sip.tls.",
        path(settings, "certificate"),
        path(settings, "key"),
        path(settings, "key-store"),
        (String) settings.getOrDefault("sip.tls.key-store-password", ""),
        path(settings, "trust"),
        "");
  }

  private static Optional<Path> path(Map<String, Object> settings, String key) {
    return Optional.ofNullable((Path) settings.get("sip.tls." + key));
  }

  private static void assertRefused(String start, String cause, Map<String, Object> settings) {
    assertThatThrownBy(() -> files(settings).load())
        .isInstanceOf(SipAsyncException.class)
        .hasMessageStartingWith("SIPA-0103: " + start)
        .hasMessageContaining(cause)
        .message()
        .doesNotContain("secret");
  }

  @Test
  void pemFilesAndKeyStores() {
    TlsFiles pem = files(Map.of("sip.tls.certificate", server.pem(), "sip.tls.key", server.key()));
    assertThat(pem.load().certificates()).hasSize(1);
    TlsFiles store =
        files(
            Map.of(
                "sip.tls.key-store",
                server.store(),
                "sip.tls.key-store-password",
                "changeit",
                "sip.tls.trust",
                phone.pem()));
    assertThat(store.load().certificates()).isEqualTo(pem.load().certificates());
  }

  @Test
  void missingSettings() {
    assertRefused("sip.tls.certificate", "TLS needs a certificate", Map.of());
    assertRefused("sip.tls.key ", "private key", Map.of("sip.tls.certificate", server.pem()));
    assertRefused(
        "sip.tls.key-store",
        "set either",
        Map.of("sip.tls.key-store", server.store(), "sip.tls.certificate", server.pem()));
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
    Path encrypted =
        Files.writeString(
            directory.resolve("encrypted.pem"),
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
    assertRefused(
        "sip.tls.key ",
        "openssl pkcs8",
        Map.of("sip.tls.certificate", server.pem(), "sip.tls.key", encrypted));
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
    TlsFiles files = files(Map.of("sip.tls.certificate", server.pem(), "sip.tls.key", copy));
    String before = files.stamp();
    assertThat(files.stamp()).isEqualTo(before);
    Files.writeString(copy, "longer than before".repeat(100));
    assertThat(files.stamp()).isNotEqualTo(before);
    Files.delete(copy);
    assertThat(files.stamp()).contains("missing");
  }
}
