package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.test.homes.HomesServlet;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/**
 * A server with several homes: IPv4 and IPv6, two listen points of one transport, all addresses of
 * the machine, and one behind a NAT.
 */
class HomesTest extends InContainer {
  private static final String ADVERTISED = "sip.homes.test:5099";

  @TempDir static Path directory;
  private static MicroServer server;
  private static int datagrams;
  private static int streams;

  @BeforeAll
  static void start() throws IOException {
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      datagrams = free.getLocalPort();
      streams = other.getLocalPort();
    }
    String listen =
        ("udp:127.0.0.1:%1$d,tcp:127.0.0.1:%1$d,udp:127.0.0.2:%1$d,udp:[::1]:%1$d,tcp:[::1]:%1$d,"
                + "udp:0.0.0.0:%2$d,tcp:[::]:%3$d,tcp:0.0.0.0:%3$d")
            .formatted(SIP_PORT, datagrams, streams);
    server =
        new MicroServer(
            Path.of("target/homes.log"),
            file(directory, war("homes", HomesServlet.class.getPackage())),
            "-Dsip.listen=" + listen,
            "-Dsip.advertise=udp:127.0.0.2:" + SIP_PORT + "=" + ADVERTISED);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static SipPhone phone(String transport, String host, int port) {
    return SipPhone.over(transport, new InetSocketAddress(host, port)).patience(PATIENCE);
  }

  private static String own(String host) {
    return host + ":" + SIP_PORT;
  }

  /** Every line of a call's messages that may show an address of the server. */
  private static List<String> shown(SipMessage... messages) {
    List<String> lines = new ArrayList<>();
    for (SipMessage message : messages) {
      for (String name : List.of("Via", "Contact", "Record-Route")) {
        message.all(name).forEach(value -> lines.add(name + ": " + value));
      }
    }
    return lines;
  }

  /**
   *
   *
   * <pre>
   * caller 127.0.0.1     server                          callee [::1]
   *   │ INVITE ───────────▶│ INVITE, Record-Route [::1], 127.0.0.1 ─▶│
   *   │◀─────────────── 200│◀───────────────────────────────────  200│
   *   │ ACK ──────────────▶│ ACK ───────────────────────────────────▶│
   *   │◀─────────────── BYE│◀──────────────────────────────────── BYE│
   * </pre>
   */
  @ParameterizedTest
  @CsvSource({
    "udp, 127.0.0.1, udp, ::1",
    "udp, ::1, udp, 127.0.0.1",
    "tcp, ::1, tcp, 127.0.0.1",
    "tcp, 127.0.0.1, udp, ::1"
  })
  @Tag("C-D4")
  @Tag("C-D5")
  @DisplayName("C-D4, C-D5: a proxied call between IPv4 and IPv6 keeps its listen points")
  void acrossFamilies(String ours, String here, String theirs, String there) {
    try (SipPhone caller = phone(ours, here, SIP_PORT);
        SipPhone callee = phone(theirs, there, SIP_PORT)) {
      Call call = caller.invite("anyone", "X-Target: " + callee.address());
      IncomingCall incoming = talk(call, callee);
      String calleesSide = InetSocketAddress.createUnresolved(there, 0).getHostString();
      String bracketed = calleesSide.contains(":") ? "[" + calleesSide + "]" : calleesSide;
      SipMessage invite = incoming.invite();
      assertThat(invite.header("Via")).contains(own(bracketed));
      assertThat(String.join(",", invite.all("Record-Route")))
          .contains("127.0.0.1:" + SIP_PORT)
          .contains("[::1]:" + SIP_PORT)
          .matches("<sip:[^>]*@" + java.util.regex.Pattern.quote(bracketed) + ".*");
      Exchange bye = incoming.bye();
      caller.respond(caller.awaitRequest("BYE"), 200, "OK");
      bye.expect(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  @Tag("C-D6")
  @DisplayName("C-D6: requests of the server within a dialog leave where the dialog came in")
  void withinTheDialog(String transport) {
    try (SipPhone caller = phone(transport, "::1", SIP_PORT)) {
      Call call = caller.invite("anyone");
      SipMessage ok = call.expect(200);
      assertThat(ok.header("Contact")).contains("[::1]:" + SIP_PORT);
      call.ack();
      call.send("INFO").expect(200);
      SipMessage bye = caller.awaitRequest("BYE");
      assertThat(bye.header("Via")).contains("[::1]:" + SIP_PORT);
      caller.respond(bye, 200, "OK");
    }
  }

  @Test
  @Tag("C-D6")
  @DisplayName("C-D6: the advertised address stands in Contact and Via, and leads here")
  void advertised() {
    try (SipPhone caller = phone("udp", "127.0.0.2", SIP_PORT)) {
      Call call = caller.invite("anyone");
      assertThat(call.expect(200).header("Contact")).contains("<sip:" + ADVERTISED + ">");
      call.ack();
      call.send("INFO").expect(200);
      SipMessage bye = caller.awaitRequest("BYE");
      assertThat(bye.header("Via")).contains(" " + ADVERTISED + ";");
      caller.respond(bye, 200, "OK");
      caller
          .request("OPTIONS", "sip:anyone@" + ADVERTISED, "Route: <sip:" + ADVERTISED + ";lr>")
          .expect(200);
    }
  }

  @Test
  @Tag("C-D6")
  @DisplayName("C-D6: two listen points of one transport: each side of a call keeps its own")
  void twoOfOneTransport() {
    try (SipPhone caller = phone("udp", "127.0.0.2", SIP_PORT);
        SipPhone callee = phone("udp")) {
      Call call = caller.invite("anyone", "X-Target: " + callee.address());
      IncomingCall incoming = talk(call, callee);
      assertThat(incoming.invite().header("Via")).contains("127.0.0.1:" + SIP_PORT);
      assertThat(String.join(",", incoming.invite().all("Record-Route")))
          .matches("<sip:[^>]*@127\\.0\\.0\\.1:.*,<sip:[^>]*@sip\\.homes\\.test:5099.*");
      Exchange bye = incoming.bye();
      SipMessage passed = caller.awaitRequest("BYE");
      assertThat(passed.header("Via")).as("by the second entry").contains(ADVERTISED);
      caller.respond(passed, 200, "OK");
      bye.expect(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.2:0", "sip.homes.test:5099"})
  @Tag("C-D6")
  @DisplayName("C-D6: setOutboundInterface, by the socket's address or the advertised one")
  void chosen(String from) {
    String chosen = from.endsWith(":0") ? "127.0.0.2:" + SIP_PORT : from;
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp")) {
      Call call = caller.invite("anyone", "X-Target: " + callee.address(), "X-From: " + chosen);
      IncomingCall incoming = talk(call, callee);
      assertThat(incoming.invite().header("Via")).contains(ADVERTISED);
      assertThat(incoming.invite().header("Record-Route")).contains("@" + ADVERTISED);
      call.bye();
      incoming.awaitBye();
      Exchange options =
          caller.request("OPTIONS", "anyone", "X-Target: " + callee.address(), "X-From: " + chosen);
      SipMessage sent = callee.awaitRequest("OPTIONS");
      assertThat(sent.header("Via")).contains(ADVERTISED);
      callee.respond(sent, 200, "OK");
      options.expect(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"udp, 127.0.0.1", "tcp, 127.0.0.1", "tcp, ::1"})
  @DisplayName("A wildcard address never stands in a message")
  void allAddresses(String transport, String host) {
    int port = transport.equals("udp") ? datagrams : streams;
    String shown = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    try (SipPhone caller = phone(transport, host, port);
        SipPhone callee = phone("udp")) {
      Call call = caller.invite("anyone");
      SipMessage ok = call.expect(200);
      assertThat(ok.header("Contact")).contains("<sip:" + shown);
      call.ack();
      call.send("INFO").expect(200);
      SipMessage bye = caller.awaitRequest("BYE");
      assertThat(bye.header("Via")).contains(shown);
      caller.respond(bye, 200, "OK");
      Call proxied = caller.invite("anyone", "X-Target: " + callee.address());
      IncomingCall incoming = talk(proxied, callee);
      assertThat(shown(ok, bye, incoming.invite()).toString()).doesNotContain("0.0.0.0", "[::]");
      proxied.bye();
      incoming.awaitBye();
    }
  }

  @Test
  @DisplayName("Applications see the advertised interfaces, and no wildcard")
  void interfaces() {
    try (SipPhone caller = phone("udp")) {
      List<String> interfaces = caller.request("MESSAGE", "anyone").expect(200).all("X-Interface");
      assertThat(interfaces)
          .contains(
              "sip:127.0.0.1:" + SIP_PORT + ";transport=udp",
              "sip:[::1]:" + SIP_PORT + ";transport=tcp",
              "sip:" + ADVERTISED + ";transport=udp");
      assertThat(interfaces.toString()).doesNotContain("0.0.0.0", "[::]");
    }
  }

  @Test
  @DisplayName("The start-up screen names what callers can reach")
  void startUp() {
    assertThat(server.log())
        .contains("udp:127.0.0.2:" + SIP_PORT + ", reached at " + ADVERTISED)
        .containsPattern("tcp:\\[::]:" + streams + ", reached at (?!0\\.0\\.0\\.0)\\S+:" + streams)
        .contains("sipp -sn uac -s <user> 127.0.0.1:" + SIP_PORT);
  }
}
