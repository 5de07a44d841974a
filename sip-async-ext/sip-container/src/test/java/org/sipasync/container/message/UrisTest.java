package org.sipasync.container.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TelURL;
import javax.servlet.sip.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrisTest {
  private static URI uri(String text) throws ServletParseException {
    return ValueFactory.createURI(text);
  }

  @Test
  void sipUriGivesItsParts() throws ServletParseException {
    SipURI uri =
        (SipURI) uri("sips:al%20ice:se%3Acret@[::1]:5061;transport=tcp;ttl=7;lr?Subject=a%20b");
    assertThat(uri.isSipURI()).isTrue();
    assertThat(uri.getScheme()).isEqualTo("sips");
    assertThat(uri.isSecure()).isTrue();
    assertThat(uri.getUser()).isEqualTo("al ice");
    assertThat(uri.getUserPassword()).isEqualTo("se:cret");
    assertThat(uri.getHost()).isEqualTo("[::1]");
    assertThat(uri.getPort()).isEqualTo(5061);
    assertThat(uri.getTransportParam()).isEqualTo("tcp");
    assertThat(uri.getTTLParam()).isEqualTo(7);
    assertThat(uri.getLrParam()).isTrue();
    assertThat(uri.getParameter("LR")).isEmpty();
    assertThat(uri.getMAddrParam()).isNull();
    assertThat(uri.getMethodParam()).isNull();
    assertThat(uri.getUserParam()).isNull();
    assertThat(uri.getParameterNames()).toIterable().containsExactly("transport", "ttl", "lr");
    assertThat(uri.getHeader("subject")).isEqualTo("a b");
    assertThat(uri.getHeaderNames()).toIterable().containsExactly("Subject");
  }

  @Test
  void parametersKeepTheirOrderWhenTheyChange() throws ServletParseException {
    SipURI uri = (SipURI) uri("sip:a@h;q=1;Transport=udp;test");
    uri.setTransportParam("tcp");
    uri.setParameter("test", "x");
    uri.setParameter("new", "");
    assertThat(uri).hasToString("sip:a@h;q=1;transport=tcp;test=x;new");
    uri.removeParameter("q");
    assertThat(uri).hasToString("sip:a@h;transport=tcp;test=x;new");
  }

  /** Javadoc of URI; that of Parameterable has null remove a header's parameter. */
  @Test
  void parameterOfAUriIsNotSetToNull() throws ServletParseException {
    for (URI uri : new URI[] {uri("sip:a@h;q=1"), uri("tel:+1;q=1")}) {
      assertThatThrownBy(() -> uri.setParameter("q", null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> uri.setParameter(null, "1"))
          .isInstanceOf(NullPointerException.class);
      assertThat(uri.getParameter("q")).isEqualTo("1");
      uri.removeParameter("q");
      assertThat(uri.getParameter("q")).isNull();
    }
  }

  /** Applications of other containers give both in one text. */
  @Test
  void hostAndPortInOneText() {
    assertThat(ValueFactory.createSipURI("a", "h:5070").getPort()).isEqualTo(5070);
    assertThat(ValueFactory.createSipURI("", "h")).hasToString("sip:h");
    assertThat(ValueFactory.createSipURI("a", "[::1]:5070")).hasToString("sip:a@[::1]:5070");
    assertThat(ValueFactory.createSipURI("a", "::1")).hasToString("sip:a@[::1]");
    assertThatThrownBy(() -> ValueFactory.createSipURI("a", "h:70000"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ValueFactory.createSipURI("a", "h:"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sipUriIsBuiltFromParts() {
    SipURI uri = ValueFactory.createSipURI("al ice", "::1");
    uri.setSecure(true);
    uri.setUserPassword("x y");
    uri.setPort(5070);
    uri.setTransportParam("tcp");
    uri.setMAddrParam("h");
    uri.setMethodParam("INFO");
    uri.setUserParam("phone");
    uri.setTTLParam(3);
    uri.setLrParam(true);
    uri.setHeader("Subject", "a&b");
    assertThat(uri)
        .hasToString(
            "sips:al%20ice:x%20y@[::1]:5070"
                + ";transport=tcp;maddr=h;method=INFO;user=phone;ttl=3;lr?Subject=a%26b");
    uri.setUser(null);
    uri.setHost("example.com");
    uri.setPort(-1);
    uri.removeHeader("Subject");
    uri.setTTLParam(-1);
    uri.setLrParam(false);
    uri.setMethodParam(null);
    uri.removeParameter("user");
    assertThat(uri).hasToString("sips:example.com;transport=tcp;maddr=h");
  }

  @Test
  void badPartsAreRefused() {
    SipURI uri = ValueFactory.createSipURI(null, "h");
    assertThatThrownBy(() -> uri.setUserPassword("x")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> uri.setTTLParam(256)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> uri.setHost("a b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> uri.setPort(70_000)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> uri.getParameter(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> ValueFactory.createSipURI("a", "b c"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> uri("sip:a@b@c")).isInstanceOf(ServletParseException.class);
    assertThat(uri).hasToString("sip:h");
  }

  @Test
  void cloneChangesAlone() throws ServletParseException {
    SipURI uri = (SipURI) uri("sip:a@h");
    SipURI clone = (SipURI) uri.clone();
    clone.setUser("b");
    assertThat(uri).hasToString("sip:a@h");
    assertThat(clone).hasToString("sip:b@h");
  }

  /** RFC 3261 19.1.4. */
  @ParameterizedTest
  @CsvSource({
    "sip:%61lice@atlanta.com;transport=TCP, sip:alice@AtLanTa.CoM;Transport=tcp, true",
    "sip:carol@chicago.com, sip:carol@chicago.com;newparam=5, true",
    "sip:carol@chicago.com;security=on, sip:carol@chicago.com;newparam=5, true",
    "sip:b@biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com,"
        + " sip:b@biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com, true",
    "SIP:ALICE@AtLanTa.CoM, sip:alice@AtLanTa.CoM, false",
    "sip:bob@biloxi.com, sip:bob@biloxi.com:5060, false",
    "sip:bob@biloxi.com, sip:bob@biloxi.com;transport=udp, false",
    "sip:carol@chicago.com;security=on, sip:carol@chicago.com;security=off, false",
    "sip:carol@chicago.com, sips:carol@chicago.com, false",
    "tel:+1-201-555-0123, tel:+12015550123, true",
    "urn:service:sos, urn:service:sos, true"
  })
  void equalityIsTheRfcs(String one, String other, boolean equal) throws ServletParseException {
    assertThat(uri(one).equals(uri(other))).isEqualTo(equal);
    if (equal) {
      assertThat(uri(one)).hasSameHashCodeAs(uri(other));
    }
  }

  @Test
  void telUrlGivesAndTakesNumbers() throws ServletParseException {
    TelURL tel = (TelURL) uri("tel:7042;phone-context=example.com");
    assertThat(tel.isGlobal()).isFalse();
    assertThat(tel.isSipURI()).isFalse();
    assertThat(tel.getPhoneNumber()).isEqualTo("7042");
    assertThat(tel.getPhoneContext()).isEqualTo("example.com");
    tel.setParameter("isub", "1");
    assertThat(tel.getParameterNames()).toIterable().containsExactly("phone-context", "isub");
    tel.setPhoneNumber("+49-30");
    assertThat(tel.isGlobal()).isTrue();
    assertThat(tel.getPhoneNumber()).isEqualTo("49-30");
    assertThat(tel).hasToString("tel:+49-30;isub=1");
    tel.removeParameter("isub");
    tel.setPhoneNumber("99", "+49");
    assertThat(tel).hasToString("tel:99;phone-context=+49");
    assertThatThrownBy(() -> tel.setPhoneNumber("12")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tel.setPhoneNumber("x y", "+1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void otherSchemesAreCarriedAsTheyAre() throws ServletParseException {
    URI urn = uri("urn:service:sos");
    assertThat(urn.getScheme()).isEqualTo("urn");
    assertThat(urn.getParameterNames()).isExhausted();
    assertThat(urn.getParameter("x")).isNull();
    assertThat(urn.clone()).isEqualTo(urn).isNotSameAs(urn);
    assertThatThrownBy(() -> urn.setParameter("a", "b"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
