package org.sipasync.functions.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.core.Engine;
import org.sipasync.core.EngineSettings;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.dns.HostResolver;
import org.sipasync.testkit.Certificate;
import org.sipasync.testkit.Runs;

/** HTTPS to a server with a certificate of its own making. */
class TlsTest {
  private static final HostResolver LOOPBACK =
      (host, within) ->
          CompletableFuture.completedFuture(List.of(InetAddress.getLoopbackAddress()));

  @TempDir Path directory;
  private final Engine engine = new Engine(EngineSettings.defaults());
  private HttpsServer server;
  private Certificate certificate;

  @BeforeEach
  void start() throws Exception {
    certificate = new Certificate(directory, "crm.test");
    SSLContext context = certificate.serverContext();
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
  void trustedByTheConfiguredStore() throws Exception {
    RestSettings settings =
        RestSettings.defaults().withTrustStore(certificate.trustStore(), Certificate.PASSWORD);
    assertThat(get(settings, "crm.test", port()).value()).isEqualTo("secret");
  }

  @Test
  void unknownCertificatesAreRefused() {
    Result result = get(RestSettings.defaults(), "crm.test", port());
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.ERROR);
    assertThat(result.cause()).isInstanceOf(javax.net.ssl.SSLException.class);
  }

  @Test
  void certificatesOfAnotherHostAreRefused() throws Exception {
    RestSettings settings =
        RestSettings.defaults().withTrustStore(certificate.trustStore(), Certificate.PASSWORD);
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
