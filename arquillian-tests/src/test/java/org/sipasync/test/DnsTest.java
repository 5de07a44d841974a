package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.sipasync.test.dns.DnsServlet;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** Lookups from SIP handlers. */
@ArquillianTest
class DnsTest extends InContainer {
  private static TinyDns server;

  @Deployment(testable = false)
  static WebArchive dns() throws IOException {
    server = new TinyDns();
    return war("dns", DnsServlet.class.getPackage())
        .addAsResource(
            new StringAsset("sip.async.dns.servers=127.0.0.1:" + server.port()),
            "META-INF/microprofile-config.properties");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /**
   *
   *
   * <pre>
   * caller                     dns                   name server
   *   │ OPTIONS +442079460148 ─▶│ NAPTR 8.4...e164.arpa ─▶│
   *   │                         │◀─────── !^\+44(.*)$!... │
   *   │◀──────────── 200, X-Found                         │
   * </pre>
   */
  @OverBothTransports
  @Tag("F3")
  @DisplayName("F3: a number is looked up in ENUM")
  void number(String transport) {
    try (SipPhone caller = phone(transport)) {
      SipMessage ok = caller.request("OPTIONS", "+442079460148").expect(200);
      assertThat(ok.header("X-Rc")).isEqualTo("1");
      assertThat(ok.header("X-Found")).isEqualTo("[sip:2079460148@example.com]");
    }
  }

  @OverBothTransports
  @Tag("F3")
  @DisplayName("F3: a silent name server ends in the deadline")
  void deadline(String transport) {
    try (SipPhone caller = phone(transport)) {
      Exchange exchange = caller.request("OPTIONS", "silent");
      SipMessage answer = exchange.expect(404);
      assertThat(answer.header("X-Rc")).isEqualTo("-3");
      assertThat(answer.header("X-Cause")).contains("dns_srv did not finish within 200 ms");
      assertThat(exchange.millisTo(404)).isGreaterThanOrEqualTo(200);
    }
  }
}
