package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Locale;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.test.edge.EdgeServlet;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/**
 * Flows that phones open (RFC 5626): an edge proxy sends back by them what nobody could send to the
 * phone's own address.
 */
@ArquillianTest
@Tag("5626")
class EdgeTest extends InContainer {
  /** Behind a NAT, as it were: nothing sent there arrives (TEST-NET-1). */
  private static final String CONTACT = "<sip:bob@192.0.2.77:5060%s>";

  private static final String INSTANCE =
      "+sip.instance=\"<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>\"";

  @Deployment(testable = false)
  static WebArchive edge() {
    return war("edge", EdgeServlet.class.getPackage());
  }

  private static String contact(SipPhone phone, String transport) {
    return CONTACT.formatted(transport.equals("tcp") ? ";transport=tcp" : "");
  }

  /** Registers by way of the edge; the Path that the registrar is given. */
  private static String register(SipPhone phone, SipPhone registrar, String transport) {
    Exchange asked =
        phone.request(
            "REGISTER",
            "sip:127.0.0.1:" + SIP_PORT,
            "Contact: " + contact(phone, transport) + ";reg-id=1;" + INSTANCE,
            "Supported: path, outbound",
            "X-Registrar: " + registrar.address());
    SipMessage register = registrar.awaitRequest("REGISTER");
    registrar.respond(register, 200, "OK");
    asked.expect(200);
    return register.header("Path");
  }

  private static Call call(SipPhone registrar, String path) {
    String target = path.contains("transport=tcp") ? "sip:bob@192.0.2.77:5060;transport=tcp" : "";
    return registrar.invite(
        target.isEmpty() ? "sip:bob@192.0.2.77:5060" : target, "Route: " + path);
  }

  /**
   *
   *
   * <pre>
   * phone                      edge                    registrar
   *   │ REGISTER, reg-id=1 ────▶│ Path: &lt;sip:token;ob&gt; ──▶│
   *   │◀──────────────────── 200│◀───────────────────── 200│
   *   │◀───────────────── INVITE│◀────── INVITE, Route: Path│
   *   │ 200 ───────────────────▶│ 200 ────────────────────▶│
   *   │◀────────────────────────────── ACK, INFO, BYE ─────│
   * </pre>
   */
  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  @DisplayName("A Path leads back by the phone's flow, and so does the dialog, both ways")
  void path(String transport) {
    try (SipPhone phone = phone(transport).as("bob");
        SipPhone registrar = phone("udp")) {
      String path = register(phone, registrar, transport);
      assertThat(path).matches("<sip:ob\\.[\\w-]+\\.[\\w-]+@127\\.0\\.0\\.1:\\d+[^>]*;ob>");
      assertThat(path).doesNotContain("192.0.2.77");
      Call call = call(registrar, path);
      IncomingCall incoming = phone.awaitCall();
      assertThat(incoming.invite().header("Record-Route")).contains(";flow=ob.");
      incoming.accept("Contact: " + contact(phone, transport));
      call.expect(200);
      call.ack();
      incoming.awaitAck();
      Exchange info = call.send("INFO");
      phone.respond(incoming.awaitRequest("INFO"), 200, "OK");
      info.expect(200);
      Exchange bye = incoming.bye();
      registrar.respond(registrar.awaitRequest("BYE"), 200, "OK");
      bye.expect(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"udp,30", "tcp,120"})
  @Tag("6223")
  @DisplayName(
      "A phone that offers keep-alives is told how often, by the edge that it registers at")
  void keep(String transport, int seconds) {
    try (SipPhone phone = phone(transport).as("bob");
        SipPhone registrar = phone("udp")) {
      String via =
          "Via: SIP/2.0/%s 127.0.0.1:%d;branch=z9hG4bKkeep-%2$d;rport;keep"
              .formatted(transport.toUpperCase(Locale.ROOT), phone.port());
      Exchange asked =
          phone.request(
              "REGISTER", "sip:127.0.0.1:" + SIP_PORT, via, "X-Registrar: " + registrar.address());
      registrar.respond(registrar.awaitRequest("REGISTER"), 200, "OK");
      assertThat(asked.expect(200).header("Via")).contains(";keep=" + seconds + ";");
    }
  }

  @Test
  @DisplayName("A connection that has ended: 430, also within the dialog")
  void flowFailed() {
    try (SipPhone registrar = phone("udp")) {
      Call second;
      String path;
      try (SipPhone phone = phone("tcp").as("bob")) {
        path = register(phone, registrar, "tcp");
        second = call(registrar, path);
        IncomingCall incoming = phone.awaitCall();
        incoming.accept("Contact: " + contact(phone, "tcp"));
        second.expect(200);
        second.ack();
        incoming.awaitAck();
      }
      await().untilAsserted(() -> call(registrar, path).ackFailure(430));
      second.bye().expect(430);
    }
  }

  @Test
  @DisplayName("A forged token: 403; one of another process: 430; nothing is sent")
  void forgedToken() {
    try (SipPhone phone = phone("udp").as("bob");
        SipPhone registrar = phone("udp")) {
      String path = register(phone, registrar, "udp");
      int end = path.indexOf('@');
      char last = path.charAt(end - 2);
      String forged =
          path.substring(0, end - 2) + (last == 'A' ? 'B' : 'A') + path.substring(end - 1);
      call(registrar, forged).ackFailure(403);
      call(registrar, path.replaceFirst("ob\\.[\\w-]+", "ob.AAAAAAAA")).ackFailure(430);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {";ob", ".invalid"})
  @DisplayName("A phone that says so gets the requests of its dialog by its flow")
  void withinTheDialog(String how) {
    String contact =
        how.equals(";ob")
            ? "<sip:bob@192.0.2.77:5060;transport=tcp;ob>"
            : "<sip:bob@a1b2c3.invalid;transport=tcp>";
    try (SipPhone phone = phone("tcp").as("bob")) {
      Call call = phone.invite("uas", "Contact: " + contact);
      call.expect(200);
      call.ack();
      call.send("INFO", "Contact: " + contact).expect(200);
      phone.respond(phone.awaitRequest("BYE"), 200, "OK");
    }
  }

  @Test
  @DisplayName("Applications get a flow, send by it and hear of its end")
  void flows() {
    try (SipPhone other = phone("udp")) {
      String token;
      String address;
      try (SipPhone phone = phone("tcp").as("bob")) {
        token = phone.request("MESSAGE", "watch").expect(200).header("X-Token");
        address = "sip:127.0.0.1:" + phone.port() + ";transport=tcp";
        Exchange ring = other.request("MESSAGE", "ring", "X-Token: " + token);
        phone.respond(phone.awaitRequest("OPTIONS"), 200, "OK");
        ring.expect(200);
        assertThat(lost(other)).doesNotContain(address);
      }
      await().untilAsserted(() -> assertThat(lost(other)).contains(address));
      other.request("MESSAGE", "ring", "X-Token: " + token).expect(430);
    }
  }

  private static String lost(SipPhone phone) {
    return phone.request("MESSAGE", "lost").expect(200).find("X-Lost").orElse("");
  }

  @Test
  @DisplayName("STUN on the SIP port is answered with the address that it came from")
  void stun() throws IOException {
    byte[] request = HexFormat.of().parseHex("000100002112a442" + "b7e7a701bc34d686fa87dfae");
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.send(
          new DatagramPacket(request, request.length, InetAddress.getLoopbackAddress(), SIP_PORT));
      DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
      socket.receive(answer);
      byte[] data = answer.getData();
      assertThat(answer.getLength()).isEqualTo(32);
      int port = ((data[26] & 0xff) << 8 | data[27] & 0xff) ^ 0x2112;
      assertThat(port).isEqualTo(socket.getLocalPort());
    }
  }
}
