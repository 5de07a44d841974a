package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.test.app.OneServlet;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipPhone;

/** Requests that match nothing here are refused, and nothing leaves for the host that they name. */
@ArquillianTest
class StrayRequestsTest extends InContainer {

  @Deployment(testable = false)
  static WebArchive one() {
    return war("one", OneServlet.class.getPackage());
  }

  /** A host that a Request-URI names and that must not be called. */
  private static final class Bystander implements AutoCloseable {
    private final DatagramSocket socket;

    Bystander() throws IOException {
      socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
      socket.setSoTimeout(300);
    }

    String uri() {
      return "sip:victim@127.0.0.1:" + socket.getLocalPort();
    }

    void assertUndisturbed() {
      DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
      assertThatThrownBy(() -> socket.receive(packet)).isInstanceOf(SocketTimeoutException.class);
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  /** The server has dealt with all that this phone sent before. */
  private static void settle(SipPhone phone) {
    phone.request("OPTIONS", "pause;ms=1").expect(200);
  }

  @ParameterizedTest(name = "C-B1 C-B2: {0} of an unknown dialog gets 481 and goes nowhere")
  @ValueSource(
      strings = {
        "BYE",
        "INFO",
        "PRACK",
        "UPDATE",
        "NOTIFY",
        "INVITE",
        "OPTIONS",
        "MESSAGE",
        "SUBSCRIBE",
        "REFER"
      })
  @Tag("C-B1")
  @Tag("C-B2")
  void unknownDialog(String method) throws IOException {
    try (SipPhone phone = phone("udp");
        Bystander bystander = new Bystander()) {
      phone
          .request(
              method,
              bystander.uri(),
              "To: <" + bystander.uri() + ">;tag=unknown",
              "RAck: 1 1 INVITE")
          .expect(481);
      settle(phone);
      bystander.assertUndisturbed();
    }
  }

  @Test
  @Tag("C-B1")
  @DisplayName("C-B1: a Route to elsewhere does not help, nor does a name that needs resolving")
  void routeToElsewhere() throws IOException {
    try (SipPhone phone = phone("udp");
        Bystander bystander = new Bystander()) {
      String tag = ";tag=unknown";
      phone
          .request(
              "BYE",
              "sip:x@nowhere.invalid",
              "To: <sip:x@nowhere.invalid>" + tag,
              "Route: <" + bystander.uri() + ";lr>")
          .expect(481);
      settle(phone);
      bystander.assertUndisturbed();
    }
  }

  @Test
  @Tag("C-B1")
  @DisplayName("C-B1: an ACK of an unknown dialog is dropped")
  void unknownAck() throws IOException {
    try (SipPhone phone = phone("udp");
        Bystander bystander = new Bystander()) {
      var ack = phone.request("ACK", bystander.uri(), "To: <" + bystander.uri() + ">;tag=unknown");
      settle(phone);
      bystander.assertUndisturbed();
      assertThat(ack.finals()).isEmpty();
    }
  }

  @Test
  @Tag("C-B1")
  @DisplayName("C-B1: an own call does not help: BYE with another To tag gets 481")
  void otherDialogOfTheSameCall() throws IOException {
    try (SipPhone phone = phone("udp");
        Bystander bystander = new Bystander()) {
      Call call = phone.invite("pause;ms=1");
      String to = call.expect(200).header("To");
      call.ack();
      call.send("BYE", "To: " + to + "x").expect(481);
      call.bye().expect(200);
      settle(phone);
      bystander.assertUndisturbed();
    }
  }

  @Test
  @Tag("C-B3")
  @DisplayName("C-B3: a CANCEL that matches no transaction gets 481")
  void strayCancel() {
    try (SipPhone phone = phone("udp")) {
      phone.request("CANCEL", "pause").expect(481);
    }
  }
}
