package org.sipasync.functions.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.function.Result;
import org.sipasync.functions.dns.HostResolver;
import org.sipasync.testkit.Bench;
import org.sipasync.testkit.Certificate;

/** Secured connections to a directory with a certificate of its own making. */
@Tag("F3")
class TlsTest {
  private static final HostResolver LOOPBACK =
      (host, within) ->
          CompletableFuture.completedFuture(List.of(InetAddress.getLoopbackAddress()));

  @TempDir Path directory;
  private final Bench bench = new Bench(2);
  private Certificate certificate;
  private InMemoryDirectoryServer server;

  @BeforeEach
  void start() throws Exception {
    certificate = new Certificate(directory, "ldap.test");
    SSLContext context = certificate.serverContext();
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=test");
    InetAddress loopback = InetAddress.getLoopbackAddress();
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPSConfig(
            "ldaps", loopback, 0, context.getServerSocketFactory(), null),
        InMemoryListenerConfig.createLDAPConfig("ldap", loopback, 0, context.getSocketFactory()));
    server = new InMemoryDirectoryServer(config);
    server.add("dn: dc=test", "objectClass: domain", "dc: test");
    server.startListening();
  }

  @AfterEach
  void stop() {
    server.shutDown(true);
    bench.close();
  }

  private LdapSettings ldaps(String host) {
    return LdapSettings.at("ldaps://" + host + ":" + server.getListenPort("ldaps"));
  }

  private LdapSettings startTls(String host) throws Exception {
    return LdapSettings.at("ldap://" + host + ":" + server.getListenPort("ldap"))
        .withTls(certificate.trustStore(), Certificate.PASSWORD, true);
  }

  private Result search(LdapSettings settings) throws Exception {
    try (Ldap ldap = Ldap.of(settings, LOOPBACK)) {
      return bench.result(ldap.search("dc=test", "(dc=test)"));
    }
  }

  @Test
  void trusted() throws Exception {
    assertThat(
            search(
                    ldaps("ldap.test")
                        .withTls(certificate.trustStore(), Certificate.PASSWORD, false))
                .returnCode())
        .isEqualTo(1);
    assertThat(search(startTls("ldap.test")).returnCode()).isEqualTo(1);
  }

  @Test
  void unknownCertificatesAreRefused() throws Exception {
    assertThat(search(ldaps("ldap.test")).cause()).hasMessageContaining("certification path");
  }

  @Test
  void certificatesOfAnotherHostAreRefused() throws Exception {
    Result direct =
        search(ldaps("other.test").withTls(certificate.trustStore(), Certificate.PASSWORD, false));
    assertThat(direct.returnCode()).isEqualTo(-1);
    assertThat(direct.cause()).hasMessageContaining("other.test");
    Result upgraded = search(startTls("other.test"));
    assertThat(upgraded.returnCode()).isEqualTo(-1);
    assertThat(upgraded.cause()).hasMessageContaining("other.test");
  }

  @Test
  void unreadableStore() {
    LdapSettings settings =
        ldaps("ldap.test").withTls(directory.resolve("none.p12"), "hidden", false);
    assertThatThrownBy(() -> Ldap.of(settings, LOOPBACK))
        .hasMessageStartingWith("SIPA-0103: sip.async.ldap.trust-store has the value")
        .message()
        .doesNotContain("hidden");
  }
}
