package org.sipasync.payara.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.payara.ReceivedRequest;
import org.sipasync.payara.server.SipSettings;
import org.sipasync.payara.server.TrustedPeers;

/** P-Asserted-Identity (RFC 3325) of trusted peers and of others. */
@Tag("289-17")
class IdentityAssertionTest {
  private static final TrustedPeers TRUSTED =
      SipSettings.from(
              key ->
                  key.equals("sip.trusted-peers") ? Optional.of("192.0.2.0/24") : Optional.empty())
          .trustedPeers();

  private final IdentityAssertion assertion = new IdentityAssertion(TRUSTED, "offices.example");

  private static SipServletRequest from(String peer, String... headers) {
    return new ReceivedRequest("MESSAGE", "sip:bob@offices.example", peer, null, headers).request;
  }

  private String name(String... values) {
    String[] headers = new String[values.length];
    for (int i = 0; i < values.length; i++) {
      headers[i] = "P-Asserted-Identity: " + values[i];
    }
    return assertion.nameIn(from("192.0.2.7", headers));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "<sip:anna@offices.example>|anna",
        "\"Anna\" <sips:anna@OFFICES.example;user=phone>|anna",
        "sip:anna@offices.example|anna",
        "<sip:anna@elsewhere.example;x=y>|sip:anna@elsewhere.example",
        "<tel:+4930123;phone-context=x>|tel:+4930123",
        "<tel:+4930123>, <sip:anna@offices.example>|anna",
        "<sip:anna@offices.example>, <tel:+4930123>|anna",
      })
  void trustedPeerIsBelieved(String value, String name) {
    assertThat(name(value)).isEqualTo(name);
  }

  @Test
  void twoHeadersAreTwoValues() {
    assertThat(name("<tel:+4930123>", "<sip:anna@offices.example>")).isEqualTo("anna");
  }

  @Test
  void othersAreNot() {
    String header = "P-Asserted-Identity: <sip:anna@offices.example>";
    assertThat(assertion.nameIn(from("198.51.100.1", header))).isNull();
    IdentityAssertion ofNobody =
        new IdentityAssertion(new TrustedPeers(List.of()), "offices.example");
    assertThat(ofNobody.nameIn(from("192.0.2.7", header))).isNull();
  }

  @Test
  void withoutHeader() {
    assertThat(name()).isNull();
  }

  @Test
  void withoutRealmAllAreStrangers() {
    IdentityAssertion open = new IdentityAssertion(TRUSTED, null);
    assertThat(open.nameIn(from("192.0.2.7", "P-Asserted-Identity: <sip:anna@offices.example>")))
        .isEqualTo("sip:anna@offices.example");
  }

  /** RFC 3325, 9.1: two values at most, of two kinds; whatever else it is, nobody is asserted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<sip:anna@offices.example>, <sip:otto@offices.example>",
        "<tel:+1>, <tel:+2>",
        "<sip:anna@offices.example>, <tel:+1>, <tel:+2>",
        "<sip:offices.example>",
        "<http://offices.example/anna>",
        "<sip:anna@offices.example",
        "nonsense",
        "<sip:sip%3Aanna%40elsewhere@offices.example>",
        "<sip:tel%3A+1@offices.example>",
        "<sip:an%0D%0Ana@offices.example>",
      })
  void mistakes(String value) {
    assertThat(name(value)).isNull();
  }

  @Test
  void longNames() {
    assertThat(name("<sip:" + "a".repeat(256) + "@offices.example>")).isNull();
  }
}
