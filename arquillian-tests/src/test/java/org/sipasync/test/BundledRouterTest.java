package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.servlet.sip.ar.spi.SipApplicationRouterProvider;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.router.NamingServlet;
import org.sipasync.test.router.bundled.ByUser;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** Custom application router, brought by one of two applications (JSR 289 15.4.2). */
@Tag("C-G9")
@Tag("289-15.4.2")
class BundledRouterTest extends InContainer {
  @TempDir static Path directory;
  private static MicroServer server;

  @BeforeAll
  static void start() throws IOException {
    Package naming = NamingServlet.class.getPackage();
    WebArchive alpha = war("alpha", naming);
    WebArchive beta =
        war("beta", naming)
            .addPackage(ByUser.class.getPackage())
            .addAsResource(
                new StringAsset(ByUser.class.getName()),
                "META-INF/services/" + SipApplicationRouterProvider.class.getName());
    server =
        MicroServer.of(
            Path.of("target/bundled-router.log"),
            List.of(file(directory, alpha), file(directory, beta)));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static SipMessage ask(SipPhone phone, String user, int status) {
    return phone.request("MESSAGE", user).expect(status);
  }

  @Test
  @DisplayName("The router of a WAR chooses among all applications")
  void chooses() {
    try (SipPhone phone = phone("udp")) {
      assertThat(ask(phone, "alpha", 200).header("X-Application")).isEqualTo("alpha");
      assertThat(ask(phone, "beta", 200).header("X-Application")).isEqualTo("beta");
      ask(phone, "nobody", 404);
    }
  }

  @Test
  @DisplayName("An unknown name and an exception of the router cost the request, and a line each")
  void faults() {
    try (SipPhone phone = phone("udp")) {
      ask(phone, "gamma", 500);
      ask(phone, "fault", 500);
      ask(phone, "fault", 500);
      ask(phone, "alpha", 200);
    }
    server.awaitLog("no database");
    server.awaitLog("gamma");
    assertThat(server.log().split("no database", -1)).as("one line per minute").hasSize(2);
    assertThat(server.log()).contains("SIPA-0331").doesNotContain("\tat org.sipasync.test.router");
  }
}
