package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.test.admin.AdminServlet;
import org.sipasync.test.chain.LinkServlet;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** Applications of {@link SpecOfComposition}: three WARs in one call, each of which suspends it. */
@Tag("289-15.4.1")
class ChainedWarsTest extends InContainer implements SpecOfComposition {
  private static final String DAR =
      """
      INVITE: ("first", "DAR:From", "ORIGINATING", "", "NO_ROUTE", "0"), \\
              ("named-middle", "DAR:To", "TERMINATING", "", "NO_ROUTE", "1"), \\
              ("ghost", "DAR:To", "TERMINATING", "", "NO_ROUTE", "2"), \\
              ("last", "DAR:To", "TERMINATING", "", "NO_ROUTE", "3")
      """;

  private static final String MIDDLE =
      """
      <sip-app xmlns="http://www.jcp.org/xml/ns/sipservlet"><app-name>named-middle</app-name></sip-app>
      """;

  @TempDir static Path directory;
  private static MicroServer server;
  private static TinyDns names;

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
    names = new TinyDns();
    server =
        MicroServer.of(
            Path.of("target/chained-wars.log"),
            wars,
            "-Dsip.dar=" + dar.toUri(),
            "-Dsip.loops=2",
            "-Dsip.relay=relay.test",
            "-Dsip.async.dns.servers=127.0.0.1:" + names.port());
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    names.close();
  }

  private static void admin(String command, String argument) {
    String encoded = URLEncoder.encode(argument, StandardCharsets.UTF_8);
    var response = server.send("GET", "/admin/" + command + "?argument=" + encoded, "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  /**
   *
   *
   * <pre>
   * alice       first, middle, last      busy server       bob
   *   │ INVITE ─────────▶│ (refused) ──▶ ✗    │             │
   *   │                  │ INVITE ───────────▶│             │
   *   │                  │◀─────────────── 503│             │
   *   │                  │ INVITE ─────────────────────────▶│
   *   │◀──────── 180, 200│◀─────────────────────── 180, 200 │
   * </pre>
   */
  @ParameterizedTest
  @ValueSource(strings = {"", ";proxy"})
  @Tag("C-D6")
  @DisplayName("C-D6: servers of a name that refuse or are busy are left for the next one")
  void failover(String parameters) throws IOException {
    String domain = parameters.isEmpty() ? "legs.test" : "branches.test";
    try (SipPhone alice = phone("udp");
        SipPhone busy = phone("udp").as("busy");
        SipPhone bob = phone("udp").as("bob")) {
      names.server(domain, "TCP", closedPort());
      names.server(domain, "UDP", busy.port()).server(domain, "UDP", bob.port());
      Call invite = alice.invite("sip:bob@" + domain + parameters);
      busy.respond(busy.awaitRequest("INVITE"), 503, "Busy");
      try (Parties call = Parties.ringing(alice, bob, invite).answered()) {
        assertThat(invite.invite().finals()).containsExactly(200);
        call.hangUp();
      }
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  @Tag("C-D6")
  @DisplayName("C-D6: a silent server is left after 8 × T1")
  void failoverFromSilence() throws IOException {
    try (SipPhone alice = phone("udp");
        SipPhone bob = phone("udp").as("bob");
        DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      names.server("silent.test", "UDP", silent.getLocalPort());
      names.server("silent.test", "UDP", bob.port());
      Call invite = alice.invite("sip:bob@silent.test");
      try (Parties call = Parties.ringing(alice, bob, invite).answered()) {
        assertThat(invite.invite().finals()).containsExactly(200);
        call.hangUp();
      }
    }
  }

  @Test
  @DisplayName("What no application wants goes on to a host of sip.relay, and nowhere else")
  void relay() {
    try (SipPhone alice = phone("udp");
        SipPhone bob = phone("udp").as("bob")) {
      names.server("relay.test", "UDP", bob.port()).server("unlisted.test", "UDP", bob.port());
      Exchange message = alice.request("MESSAGE", "sip:bob@relay.test");
      SipMessage received = bob.awaitRequest("MESSAGE");
      assertThat(received.all("Via")).hasSize(2);
      assertThat(received.header("Max-Forwards")).isEqualTo("69");
      assertThat(received.find("Record-Route")).isEmpty();
      bob.respond(received, 202, "Accepted");
      message.expect(202);
      alice.request("MESSAGE", "sip:bob@unlisted.test").expect(404);
      alice.request("MESSAGE", "sip:bob@127.0.0.1:" + bob.port()).expect(404);
    }
  }

  @Test
  @Tag("289-C")
  @DisplayName("An application of the DAR file that is not deployed is named, and passed by")
  void notDeployed() {
    server.awaitLog("SIPA-0332");
    assertThat(server.log()).containsOnlyOnce("SIPA-0332").contains("\"ghost\", which is not");
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
