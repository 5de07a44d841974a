package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** The sample's registrar with phones that open flows (RFC 5626), Paths (3327), GRUUs (5627). */
@ArquillianTest
@Tag("5626")
class OutboundTest extends InContainer {
  private static final DigestClient BOB = new DigestClient("bob", "secret-of-bob");
  private static final String PHONE = "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
  private static final String CAR = "urn:uuid:00000000-0000-1000-8000-000a95a0e128";

  /** Behind a NAT, as it were: nothing sent there arrives (TEST-NET-1). */
  private static final String ADDRESS = "sip:bob@192.0.2.77:5060";

  @Deployment(testable = false)
  static WebArchive sample() {
    return ShrinkWrap.createFromZipFile(
        WebArchive.class, new File(System.getProperty("sample.war")));
  }

  @BeforeEach
  void begin() {
    try (SipPhone phone = phone("udp").as("bob")) {
      assertThat(BOB.register(phone, "Contact: *", "Expires: 0").status()).isEqualTo(200);
    }
  }

  private static SipMessage register(SipPhone phone, String instance, int regId, String... more) {
    List<String> headers =
        new ArrayList<>(
            List.of(
                "Contact: <%s>;reg-id=%d;+sip.instance=\"<%s>\""
                    .formatted(ADDRESS, regId, instance),
                "Supported: path, outbound, gruu"));
    headers.addAll(List.of(more));
    return BOB.register(phone, headers.toArray(String[]::new));
  }

  private static List<String> bindings() {
    try (SipPhone phone = phone("udp").as("bob")) {
      return BOB.register(phone, "Contact:").all("Contact");
    }
  }

  private static void talkAndHangUp(Call call, SipPhone callee) {
    IncomingCall incoming = callee.awaitCall();
    incoming.accept("Contact: <" + ADDRESS + ">");
    call.expect(200);
    call.ack();
    incoming.awaitAck();
    Exchange bye = call.bye();
    incoming.awaitBye();
    bye.expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  @DisplayName("A call comes by the flow of the REGISTER; the 200 says what has been agreed on")
  void flow(String transport) {
    try (SipPhone bob = phone(transport).as("bob");
        SipPhone alice = phone("udp").as("alice")) {
      SipMessage ok = register(bob, PHONE, 1);
      assertThat(ok.status()).as(ok.toString()).isEqualTo(200);
      assertThat(ok.header("Require")).isEqualTo("outbound");
      assertThat(ok.header("Flow-Timer")).isEqualTo("120");
      assertThat(ok.header("Service-Route")).matches("<sip:127\\.0\\.0\\.1:\\d+[^>]*;lr>");
      assertThat(ok.header("Contact"))
          .contains("reg-id=1")
          .contains("+sip.instance=\"<" + PHONE + ">\"")
          .contains("pub-gruu=\"sip:bob@127.0.0.1;gr=" + PHONE);
      talkAndHangUp(alice.invite("call;uid=bob"), bob);
    }
  }

  @Test
  @Tag("5627")
  @DisplayName("A GRUU leads to one of a user's phones, and to none if it is gone")
  void gruu() {
    try (SipPhone phone = phone("tcp").as("bob");
        SipPhone car = phone("tcp").as("bob");
        SipPhone alice = phone("udp").as("alice")) {
      register(phone, PHONE, 1);
      register(car, CAR, 1);
      String uri = "sip:bob@127.0.0.1:" + SIP_PORT + ";gr=";
      talkAndHangUp(alice.invite(uri + CAR), car);
      talkAndHangUp(alice.invite(uri + PHONE), phone);
      alice.invite(uri + "urn:uuid:nobody").ackFailure(480);
    }
  }

  @Test
  @Tag("5627")
  @DisplayName("A temporary GRUU shows no user, and ends with its phone's Call-ID")
  void temporaryGruu() {
    try (SipPhone phone = phone("tcp").as("bob");
        SipPhone alice = phone("udp").as("alice")) {
      String first = temporary(register(phone, PHONE, 1, "Call-ID: one"));
      String second = temporary(register(phone, PHONE, 1, "Call-ID: one"));
      assertThat(first).doesNotContain("bob", PHONE).endsWith(";gr").isNotEqualTo(second);
      talkAndHangUp(alice.invite(first), phone);
      talkAndHangUp(alice.invite(second), phone);
      String third = temporary(register(phone, PHONE, 1, "Call-ID: two"));
      alice.invite(first).ackFailure(480);
      talkAndHangUp(alice.invite(third), phone);
      alice.invite(third.replaceFirst("tgruu\\..{20}", "tgruu.forged")).ackFailure(404);
    }
  }

  private static String temporary(SipMessage ok) {
    assertThat(ok.status()).as(ok.toString()).isEqualTo(200);
    return ok.header("Contact").replaceAll(".*temp-gruu=\"([^\"]*)\".*", "$1");
  }

  @Test
  @DisplayName("A phone with two flows gets one call, by the other flow once the first has failed")
  void twoFlows() {
    try (SipPhone second = phone("udp").as("bob");
        SipPhone alice = phone("udp").as("alice")) {
      try (SipPhone first = phone("tcp").as("bob")) {
        register(second, PHONE, 2);
        register(first, PHONE, 1);
        assertThat(bindings()).hasSize(2);
        talkAndHangUp(alice.invite("call;uid=bob"), first);
      }
      await().untilAsserted(() -> assertThat(bindings()).hasSize(1));
      talkAndHangUp(alice.invite("call;uid=bob"), second);
    }
  }

  @Test
  @DisplayName("A phone that comes back from another address replaces its flow")
  void reconnected() {
    try (SipPhone old = phone("udp").as("bob");
        SipPhone now = phone("tcp").as("bob");
        SipPhone alice = phone("udp").as("alice")) {
      register(old, PHONE, 1);
      register(now, PHONE, 1);
      assertThat(bindings()).hasSize(1);
      talkAndHangUp(alice.invite("call;uid=bob"), now);
    }
  }

  @Test
  @Tag("3327")
  @DisplayName("A Path is kept, told, and used as Route")
  void path() {
    try (SipPhone edge = phone("udp").as("edge");
        SipPhone alice = phone("udp").as("alice")) {
      String path = "<sip:edge@127.0.0.1:" + edge.port() + ";lr;ob>";
      SipMessage ok = register(edge, PHONE, 1, "Path: " + path);
      assertThat(ok.status()).as(ok.toString()).isEqualTo(200);
      assertThat(ok.header("Path")).isEqualTo(path);
      Call call = alice.invite("call;uid=bob");
      SipMessage invite = edge.awaitRequest("INVITE");
      assertThat(invite.requestUri()).isEqualTo(ADDRESS);
      assertThat(invite.header("Route")).contains("sip:edge@127.0.0.1:" + edge.port());
      edge.respond(invite, 486, "Busy Here");
      call.ackFailure(486);
    }
  }

  @Test
  @DisplayName("439 if the first hop does not send by flows; 400 for two flows in one REGISTER")
  void refused() {
    try (SipPhone bob = phone("udp").as("bob")) {
      assertThat(register(bob, PHONE, 1, "Path: <sip:edge@127.0.0.1:9;lr>").status())
          .isEqualTo(439);
      String contact = "<sip:bob@192.0.2.77>;reg-id=%d;+sip.instance=\"<" + PHONE + ">\"";
      SipMessage two =
          BOB.register(
              bob,
              "Contact: " + contact.formatted(1) + "," + contact.formatted(2),
              "Supported: path, outbound");
      assertThat(two.status()).isEqualTo(400);
      assertThat(
              bob.request("REGISTER", DigestClient.REGISTRAR, "Require: outbound, x-flow")
                  .expect(420)
                  .header("Unsupported"))
          .isEqualTo("x-flow");
    }
  }

  @Test
  @DisplayName("A phone that names no outbound is reached by its Contact, as before")
  void withoutOutbound() {
    try (SipPhone bob = phone("udp").as("bob");
        SipPhone alice = phone("udp").as("alice")) {
      SipMessage ok =
          BOB.register(
              bob, "Contact: <" + bob.address() + ">;reg-id=1;+sip.instance=\"<" + PHONE + ">\"");
      assertThat(ok.status()).as(ok.toString()).isEqualTo(200);
      assertThat(ok.find("Require")).isEmpty();
      Call call = alice.invite("call;uid=bob");
      talk(call, bob);
      call.bye();
      bob.awaitRequest("BYE");
    }
  }
}
