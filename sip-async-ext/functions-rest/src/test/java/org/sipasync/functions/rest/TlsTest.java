package org.sipasync.functions.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.core.Engine;
import org.sipasync.core.EngineSettings;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.dns.Resolver;

/** HTTPS to a server with a certificate of its own making. */
class TlsTest {
  private static final String PASSWORD = "changeit";
  private static final Resolver LOOPBACK =
      (host, within) ->
          CompletableFuture.completedFuture(List.of(InetAddress.getLoopbackAddress()));

  @TempDir Path directory;
  private final Engine engine = new Engine(EngineSettings.defaults());
  private HttpsServer server;
  private Path store;

  @BeforeEach
  void start() throws Exception {
    store = directory.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=crm.test",
                "-ext",
                "san=dns:crm.test",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(Files.createTempFile(directory, "keytool", ".log").toFile())
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 6);
          exchange.getResponseBody().write("secret".getBytes());
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    engine.close();
  }

  private Result get(RestSettings settings, String host, int port) {
    try (Rest rest = Rest.of(settings, LOOPBACK)) {
      return Runs.result(engine, rest.get("https://" + host + ":" + port + "/"));
    }
  }

  private int port() {
    return server.getAddress().getPort();
  }

  @Test
  void trustedByTheConfiguredStore() {
    RestSettings settings = RestSettings.defaults().withTrustStore(trusting(), PASSWORD);
    assertThat(get(settings, "crm.test", port()).value()).isEqualTo("secret");
  }

  /** A trust store holds the certificate, not the key. */
  private Path trusting() {
    try {
      KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("server", keys.getCertificate("server"));
      Path file = directory.resolve("trust.p12");
      try (var out = Files.newOutputStream(file)) {
        trusted.store(out, PASSWORD.toCharArray());
      }
      return file;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void unknownCertificatesAreRefused() {
    Result result = get(RestSettings.defaults(), "crm.test", port());
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.ERROR);
    assertThat(result.cause()).isInstanceOf(javax.net.ssl.SSLException.class);
  }

  @Test
  void certificatesOfAnotherHostAreRefused() {
    RestSettings settings = RestSettings.defaults().withTrustStore(trusting(), PASSWORD);
    Result result = get(settings, "other.test", port());
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.ERROR);
    assertThat(result.cause()).isInstanceOf(javax.net.ssl.SSLException.class);
  }

  @Test
  void handshakeNeverAnswered() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RestSettings settings =
          RestSettings.defaults()
              .withTimeouts(Duration.ofSeconds(1), Duration.ofMillis(200), Duration.ofSeconds(5));
      Result result = get(settings, "crm.test", mute.getLocalPort());
      assertThat(result.returnCode()).isEqualTo(ReturnCodes.CONNECT_TIMEOUT);
    }
  }

  @Test
  void unreadableStore() {
    RestSettings settings =
        RestSettings.defaults().withTrustStore(directory.resolve("none.p12"), "hidden");
    assertThatThrownBy(() -> Rest.of(settings, LOOPBACK))
        .hasMessageStartingWith("SIPA-0103: sip.async.rest.trust-store has the value")
        .hasMessageContaining("none.p12")
        .message()
        .doesNotContain("hidden");
  }
}
