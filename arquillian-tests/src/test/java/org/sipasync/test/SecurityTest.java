package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.test.secured.SecuredServlet;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Digest;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** JSR 289, 17: constraints, roles and digest in sip.xml. */
@ArquillianTest
@Tag("C-G5")
@Tag("289-17")
class SecurityTest extends InContainer {
  private static final String SIP_XML =
      """
      <sip-app>
        <app-name>secured</app-name>
        <servlet>
          <servlet-name>secured</servlet-name>
          <servlet-class>org.sipasync.test.secured.SecuredServlet</servlet-class>
          <security-role-ref><role-name>CHIEF</role-name><role-link>boss</role-link></security-role-ref>
        </servlet>
        %s %s %s %s
        <login-config>
          <auth-method>DIGEST</auth-method><realm-name>offices</realm-name>
        </login-config>
        <security-role><role-name>staff</role-name></security-role>
        <security-role><role-name>boss</role-name></security-role>
      </sip-app>
      """
          .formatted(
              constraint(
                  "<sip-method>MESSAGE</sip-method><sip-method>INVITE</sip-method>",
                  "",
                  "<role-name>staff</role-name>"),
              constraint(
                  "<sip-method>OPTIONS</sip-method>",
                  "<proxy-authentication/>",
                  "<role-name>*</role-name>"),
              constraint("<sip-method>PUBLISH</sip-method>", "", ""),
              constraint("<sip-method>REFER</sip-method>", "", "<role-name>staff</role-name>")
                  .replace(
                      "</security-constraint>",
                      "<user-data-constraint><transport-guarantee>CONFIDENTIAL</transport-guarantee>"
                          + "</user-data-constraint></security-constraint>"));

  private SipPhone phone;

  private static String constraint(String methods, String proxy, String roles) {
    return "<security-constraint><resource-collection><resource-name>x</resource-name>"
        + "<servlet-name>secured</servlet-name>"
        + methods
        + "</resource-collection>"
        + proxy
        + "<auth-constraint>"
        + roles
        + "</auth-constraint></security-constraint>";
  }

  @Deployment(testable = false)
  static WebArchive secured() {
    return war("secured", SecuredServlet.class.getPackage())
        .addAsWebInfResource(new StringAsset(SIP_XML), "sip.xml");
  }

  @BeforeEach
  void open() {
    phone = phone("udp");
  }

  @AfterEach
  void close() {
    phone.close();
  }

  private SipMessage as(String user, String method, int status) {
    Exchange first = phone.request(method, "x");
    first.expect(status);
    return phone.request(method, "x", first.credentials(user, "secret-of-" + user)).expectFinal();
  }

  @Test
  @DisplayName("A request without constraint passes, from nobody")
  void unguarded() {
    assertThat(phone.request("SUBSCRIBE", "x", "Event: x").expect(200).header("X-Who"))
        .isEqualTo("null none staff=false chief=false");
  }

  @Test
  @DisplayName("A user with the role passes; the servlet knows user and roles, by its own names")
  void user() {
    SipMessage answer = as("anna", "MESSAGE", 401);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("X-Who")).isEqualTo("anna anna staff=true chief=true");
  }

  @Test
  @DisplayName("A user without the role gets 403")
  void withoutRole() {
    assertThat(as("otto", "MESSAGE", 401).status()).isEqualTo(403);
  }

  @Test
  @DisplayName("A proxy-authentication is challenged by 407, and any user will do")
  void proxy() {
    SipMessage answer = as("otto", "OPTIONS", 407);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("X-Who")).startsWith("otto otto staff=false");
  }

  @Test
  @DisplayName("An auth-constraint without roles lets nobody in")
  void nobody() {
    phone.request("PUBLISH", "x").expect(403);
  }

  @Test
  @DisplayName("A confidential request must come by TLS")
  void confidential() {
    phone.request("REFER", "x", "Refer-To: <sip:y@127.0.0.1>").expect(403);
  }

  @Test
  @DisplayName("An unknown user and a wrong password get the same challenge")
  void wrong() {
    assertThat(as("eve", "MESSAGE", 401).status()).isEqualTo(401);
    Exchange first = phone.request("MESSAGE", "x");
    first.expect(401);
    SipMessage again =
        phone.request("MESSAGE", "x", first.credentials("anna", "guess")).expect(401);
    assertThat(again.header("WWW-Authenticate")).doesNotContain("stale");
  }

  @Test
  @DisplayName("A store that is down is answered 503")
  void store() {
    assertThat(as("broken", "MESSAGE", 401).status()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-256"})
  @DisplayName("RFC 8760: each algorithm that is offered")
  void algorithms(String algorithm) {
    SipMessage challenge = phone.request("MESSAGE", "x").expect(401);
    String uri = "sip:x@127.0.0.1:" + SIP_PORT;
    DigestClient anna = new DigestClient("anna", "secret-of-anna");
    String once = anna.answer(challenge, algorithm, "MESSAGE", uri, 1);
    phone.request("MESSAGE", "x", once).expect(200);
    SipMessage replayed = phone.request("MESSAGE", "x", once).expect(401);
    assertThat(replayed.header("WWW-Authenticate")).contains("stale=true");
    assertThat(Digest.of(List.of(replayed.header("WWW-Authenticate"))).orElseThrow().isStale())
        .isTrue();
  }

  @Test
  @DisplayName("A call: INVITE is challenged, ACK and BYE belong to it")
  void call() {
    Call first = phone.invite("x");
    SipMessage challenge = first.ackFailure(401);
    String uri = "sip:x@127.0.0.1:" + SIP_PORT;
    String credentials =
        new DigestClient("anna", "secret-of-anna").answer(challenge, "SHA-256", "INVITE", uri, 1);
    Call call = phone.invite("x", credentials);
    call.expect(200);
    call.ack();
    call.bye().expect(200);
  }
}
