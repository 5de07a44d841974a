package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.admin.AdminServlet;
import org.sipasync.test.chain.LinkServlet;

/** Applications of {@link SpecOfComposition}: three WARs in one call, each of which suspends it. */
@Tag("289-15.4.1")
class ChainedWarsTest extends InContainer implements SpecOfComposition {
  private static final String DAR =
      """
      INVITE: ("first", "DAR:From", "ORIGINATING", "", "NO_ROUTE", "0"), \\
              ("named-middle", "DAR:To", "TERMINATING", "", "NO_ROUTE", "1"), \\
              ("last", "DAR:To", "TERMINATING", "", "NO_ROUTE", "2")
      """;

  private static final String MIDDLE =
      """
      <sip-app xmlns="http://www.jcp.org/xml/ns/sipservlet"><app-name>named-middle</app-name></sip-app>
      """;

  @TempDir static Path directory;
  private static MicroServer server;

  @BeforeAll
  static void start() throws IOException {
    Path dar = Files.writeString(directory.resolve("dar.properties"), DAR);
    Package link = LinkServlet.class.getPackage();
    List<Path> wars =
        List.of(
            file(directory, war("first", link)),
            file(
                directory,
                war("middle", link).addAsWebInfResource(new StringAsset(MIDDLE), "sip.xml")),
            file(directory, war("last", link)),
            file(directory, war("admin", AdminServlet.class.getPackage())));
    server = MicroServer.of(Path.of("target/chained-wars.log"), wars, "-Dsip.dar=" + dar.toUri());
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static void admin(String command, String argument) {
    String encoded = URLEncoder.encode(argument, StandardCharsets.UTF_8);
    var response = server.send("GET", "/admin/" + command + "?argument=" + encoded, "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  @Test
  @DisplayName("The WAR in the middle is undeployed during a call, and later deployed again")
  void undeployOfTheMiddle() {
    try (Parties call = Parties.ringing("udp").answered()) {
      admin("undeploy", "middle");
      call.call().bye().expect(481);
      try (Parties without = Parties.ringing("udp").answered()) {
        assertThat(without.incoming().invite().header("X-Chain")).doesNotContain("named-middle");
        without.hangUp();
      }
    } finally {
      admin("deploy", directory.resolve("middle.war").toString());
    }
    try (Parties again = Parties.ringing("udp").answered()) {
      assertThat(again.incoming().invite().header("X-Chain")).contains("named-middle");
      again.hangUp();
    }
  }
}
