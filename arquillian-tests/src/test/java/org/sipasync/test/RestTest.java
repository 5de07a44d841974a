package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.sipasync.test.rest.RestServlet;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** HTTP requests from SIP handlers. */
@ArquillianTest
class RestTest extends InContainer {
  private static HttpServer server;

  @Deployment(testable = false)
  static WebArchive rest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/users/", RestTest::answer);
    server.start();
    return war("rest", RestServlet.class.getPackage())
        .addAsResource(
            new StringAsset("backend=http://localhost:" + server.getAddress().getPort()),
            "META-INF/microprofile-config.properties");
  }

  /** Tells the path; says nothing about the mute. */
  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    if (!path.endsWith("/mute")) {
      byte[] body = path.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(path.endsWith("/nobody") ? 404 : 200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    }
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  /**
   *
   *
   * <pre>
   * caller              rest                    backend
   *   │ OPTIONS alice ───▶│ GET /users/alice ─────▶│
   *   │                   │◀───────────────── 200  │
   *   │◀─── 200, X-Body   │                        │
   * </pre>
   */
  @OverBothTransports
  @Tag("F3")
  @DisplayName("F3: a web service is called, whatever its status")
  void get(String transport) {
    try (SipPhone caller = phone(transport)) {
      SipMessage ok = caller.request("OPTIONS", "alice").expect(200);
      assertThat(ok.header("X-Rc")).isEqualTo("1");
      assertThat(ok.header("X-Status")).isEqualTo("200");
      assertThat(ok.header("X-Body")).isEqualTo("/users/alice");
      SipMessage none = caller.request("OPTIONS", "nobody").expect(200);
      assertThat(none.header("X-Status")).isEqualTo("404");
    }
  }

  @OverBothTransports
  @Tag("F3")
  @DisplayName("F3: values from SIP stay within their placeholder")
  void hostile(String transport) {
    try (SipPhone caller = phone(transport)) {
      SipMessage ok = caller.request("OPTIONS", "a%2F..%2Fb%3Fc").expect(200);
      assertThat(ok.header("X-Body")).isEqualTo("/users/a%2F..%2Fb%3Fc");
    }
  }

  @OverBothTransports
  @Tag("F3")
  @DisplayName("F3: a silent web service ends in the deadline")
  void deadline(String transport) {
    try (SipPhone caller = phone(transport)) {
      Exchange exchange = caller.request("OPTIONS", "mute");
      SipMessage answer = exchange.expect(504);
      assertThat(answer.header("X-Rc")).isEqualTo("-3");
      assertThat(answer.header("X-Cause")).contains("rest_get did not finish within 500 ms");
      assertThat(exchange.millisTo(504)).isGreaterThanOrEqualTo(500);
    }
  }
}
