package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.test.DigestClient.REGISTRAR;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** The sample's registrar, as a phone vendor's test lab would try it (RFC 3261, 10.3). */
@ArquillianTest
class RegistrarTest extends InContainer {
  private static final DigestClient ALICE = new DigestClient("alice", "secret-of-alice");
  private static final String TO = "To: <sip:alice@127.0.0.1>";
  private static final String DESK = "<sip:alice@127.0.0.1:7001>";
  private static final String MOBILE = "<sip:alice@127.0.0.1:7002>";

  private SipPhone phone;

  @Deployment(testable = false)
  static WebArchive sample() {
    return ShrinkWrap.createFromZipFile(
        WebArchive.class, new File(System.getProperty("sample.war")));
  }

  @BeforeEach
  void begin() {
    phone = phone("udp").as("alice");
    assertThat(register("Contact: *", "Expires: 0").status()).isEqualTo(200);
  }

  @AfterEach
  void end() {
    phone.close();
  }

  private SipMessage register(String... headers) {
    return ALICE.register(phone, headers);
  }

  /** The user's bindings: each value of each Contact. */
  private static List<String> bindings(SipMessage answer) {
    assertThat(answer.status()).describedAs(answer.toString()).isEqualTo(200);
    List<String> bindings = new ArrayList<>();
    for (String contact : answer.all("Contact")) {
      bindings.addAll(List.of(contact.split("\\s*,\\s*")));
    }
    return bindings;
  }

  private List<String> bindings() {
    return bindings(register("Contact:"));
  }

  @Test
  @Tag("S5")
  @DisplayName(
      "A binding is stored, extended, listed and removed; the response states the granted interval")
  void one() {
    SipMessage stored = register("Contact: " + DESK, "Expires: 60");
    assertThat(bindings(stored)).containsExactly(DESK + ";expires=60");
    assertThat(stored.header("Date"))
        .matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
    assertThat(bindings(register("Contact: " + DESK + ";expires=600", "Expires: 70")))
        .containsExactly(DESK + ";expires=600");
    assertThat(bindings(register("Contact: " + MOBILE)))
        .hasSize(2)
        .contains(MOBILE + ";expires=3600");
    assertThat(bindings(register("Contact: " + DESK, "Expires: 0")))
        .singleElement()
        .asString()
        .startsWith(MOBILE);
    assertThat(bindings(register("Contact: *", "Expires: 0"))).isEmpty();
  }

  @Test
  @Tag("S3")
  @DisplayName(
      "Several Contacts, in one or several headers, are added, moved and removed all or none")
  void several() {
    assertThat(bindings(register("Contact: " + DESK + ";q=0.5, " + MOBILE + ";q=1.0;expires=120")))
        .containsExactlyInAnyOrder(DESK + ";q=0.5;expires=3600", MOBILE + ";q=1;expires=120");
    assertThat(
            bindings(
                register(
                    "Contact: <sip:alice@127.0.0.1:7003>;expires=300",
                    "Contact: " + DESK + ";expires=0",
                    "m: " + MOBILE + ";expires=0")))
        .containsExactly("<sip:alice@127.0.0.1:7003>;expires=300");
  }

  @ParameterizedTest(name = "{0} is granted {1} s")
  @Tag("S4")
  @CsvSource({
    "4294967295, 3600", "4294967296, 3600", "2147483648, 3600", "99999999999999999999, 3600",
    "abc, 3600", "-1, 3600", "60, 60", "3601, 3600"
  })
  void intervals(String asked, int granted) {
    String told = DESK + ";expires=" + granted;
    assertThat(bindings(register("Contact: " + DESK + ";expires=" + asked))).containsExactly(told);
    assertThat(bindings(register("Contact: " + DESK, "Expires: " + asked))).containsExactly(told);
  }

  @Test
  @DisplayName("Interval too brief: 423 with Min-Expires and no change")
  void tooBrief() {
    SipMessage brief = register("Contact: " + MOBILE + ", " + DESK + ";expires=59");
    assertThat(brief.status()).isEqualTo(423);
    assertThat(brief.header("Min-Expires")).isEqualTo("60");
    assertThat(bindings()).isEmpty();
  }

  @ParameterizedTest(name = "{0} | {1} is refused")
  @Tag("S8")
  @CsvSource(
      delimiter = '|',
      value = {
        "*|Expires: 60|400",
        "*|Subject: none|400",
        "*|Contact: <sip:alice@127.0.0.1:7001>;expires=0|400",
        "<tel:+49301234>|Expires: 60|400",
        "<http://127.0.0.1/>|Expires: 60|400",
        "<mailto:a@b.example>|Expires: 60|400",
        "<sip:alice@127.0.0.1:7001>;q=2|Expires: 60|400",
        "<sip:alice@127.0.0.1:7001?Route=%3Csip:x%3E>|Expires: 60|400",
        "<sip:alice@0.0.0.0:7001>|Expires: 60|403",
        "<sip:alice@169.254.1.1:7001>|Expires: 60|403",
        "<sip:alice@224.0.0.1:7001>|Expires: 60|403",
        "<sip:alice@[fe80::1]:7001>|Expires: 60|403",
        "<sip:alice@phone.example:7001>|Expires: 60|403",
        "<sip:alice@127.0.0.1:7001;maddr=224.0.0.1>|Expires: 60|403",
        "<sip:alice@127.0.0.1:SIP>|Expires: 60|403",
        "<sip:alice@localhost:SIP>|Expires: 60|403"
      })
  void refused(String contact, String other, int status) {
    assertThat(bindings(register("Contact: " + MOBILE))).hasSize(1);
    String filled = contact.replace("SIP>", SIP_PORT + ">");
    assertThat(register("Contact: " + filled, other).status()).isEqualTo(status);
    assertThat(bindings()).singleElement().asString().startsWith(MOBILE);
  }

  @ParameterizedTest(name = "no 500 for Contact: {0}")
  @Tag("S8")
  @ValueSource(
      strings = {
        "<>",
        "sip:",
        "<sip:@>",
        "<sip:alice@>",
        "<sip:alice@127.0.0.1:99999>",
        "<sip:alice@127.0.0.1:-1>",
        "<sip:alice@[::>",
        "\"a\" <sip:alice@127.0.0.1",
        ";expires=0",
        "<sip:alice@127.0.0.1:7001>;expires",
        "<sip:alice@127.0.0.1:7001>;expires=",
        "<sip:alice@127.0.0.1:7001>;expires=\"60\"",
        "<sip:alice@127.0.0.1:7001>;q=",
        "<sip:alice@127.0.0.1:7001>;expires=60;expires=0",
        "<sip:%00@127.0.0.1:7001>",
        "**",
        "tel:"
      })
  void malformed(String contact) {
    SipMessage challenge = phone.request("REGISTER", REGISTRAR).expect(401);
    String credentials = ALICE.answer(challenge, "MD5", "REGISTER", REGISTRAR, 1);
    SipMessage answer =
        phone
            .request("REGISTER", REGISTRAR, TO, "Contact: " + contact, "Expires: 60", credentials)
            .expectFinal();
    assertThat(answer.status()).describedAs(answer.toString()).isLessThan(500);
  }

  @Test
  @Tag("S8")
  @DisplayName("10.3, 7: a CSeq that is not higher in the same Call-ID changes nothing")
  void order() {
    String call = "Call-ID: order-" + phone.port();
    SipMessage challenge = phone.request("REGISTER", REGISTRAR).expect(401);
    int[] statuses = {200, 400, 400, 200, 200};
    String[] contacts = {
      DESK, DESK + ";expires=0", MOBILE + ", " + DESK + ";expires=0", DESK + ";expires=90", MOBILE
    };
    int[] sequence = {10, 9, 10, 11, 5};
    for (int i = 0; i < statuses.length; i++) {
      SipMessage answer =
          phone
              .request(
                  "REGISTER",
                  REGISTRAR,
                  TO,
                  call,
                  "CSeq: " + sequence[i] + " REGISTER",
                  "Contact: " + contacts[i],
                  ALICE.answer(challenge, "SHA-256", "REGISTER", REGISTRAR, i + 1))
              .expectFinal();
      assertThat(answer.status()).describedAs("%d: %s", i, answer).isEqualTo(statuses[i]);
    }
    assertThat(bindings())
        .hasSize(2)
        .anyMatch(binding -> binding.matches(DESK + ";expires=(90|8.)"));
  }

  @Test
  @DisplayName("19.1.4: the same Contact in another form is the same binding")
  void sameContact() {
    register("Contact: <sip:alice@127.0.0.1:7001;transport=udp>");
    assertThat(bindings(register("Contact: <SIP:alice@127.0.0.1:7001;Transport=UDP>"))).hasSize(1);
    assertThat(bindings(register("Contact: <sip:Alice@127.0.0.1:7001;transport=udp>"))).hasSize(2);
  }

  @Test
  @Tag("S8")
  @DisplayName("At most ten bindings")
  void bound() {
    List<String> ten = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ten.add("<sip:alice@127.0.0.1:%d>".formatted(7100 + i));
    }
    assertThat(bindings(register("Contact: " + String.join(", ", ten)))).hasSize(10);
    assertThat(register("Contact: " + DESK).status()).isEqualTo(403);
    assertThat(register("Contact: " + String.join(", ", ten) + ", " + DESK).status())
        .isEqualTo(403);
    assertThat(bindings()).hasSize(10);
  }

  @Test
  @DisplayName("Only the user's own address, compared unescaped; Require is answered")
  void whose() {
    assertThat(register("Contact: " + DESK, "To: <sip:bob@127.0.0.1>").status()).isEqualTo(403);
    assertThat(register("Contact: " + DESK, "To: <sip:%61lice@127.0.0.1>").status()).isEqualTo(200);
    assertThat(register("Contact: " + DESK, "To: <tel:+49301234>").status()).isEqualTo(403);
    SipMessage unknown = phone.request("REGISTER", REGISTRAR, "Require: nothing").expect(420);
    assertThat(unknown.header("Unsupported")).isEqualTo("nothing");
  }
}
