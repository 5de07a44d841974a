package org.sipasync.container.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import javax.servlet.sip.Address;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipURI;
import org.junit.jupiter.api.Test;

class AddressesTest {
  @Test
  void addressGivesItsParts() throws ServletParseException {
    Address address =
        ValueFactory.createAddress("\"Bob \\\"B\\\"\" <sip:bob@h;x=1>;q=0.5;expires=60;flag");
    assertThat(address.getDisplayName()).isEqualTo("Bob \"B\"");
    assertThat(address.getURI()).hasToString("sip:bob@h;x=1");
    assertThat(address.getQ()).isEqualTo(0.5f);
    assertThat(address.getExpires()).isEqualTo(60);
    assertThat(address.getParameter("flag")).isEmpty();
    assertThat(address.getParameterNames()).toIterable().containsExactly("q", "expires", "flag");
    assertThat(address.getParameters()).contains(Map.entry("q", "0.5"));
    assertThat(address.getValue()).isEqualTo("\"Bob \\\"B\\\"\" <sip:bob@h;x=1>");
    assertThat(address.isWildcard()).isFalse();
  }

  @Test
  void addressIsBuiltFromParts() throws ServletParseException {
    Address address = ValueFactory.createAddress(ValueFactory.createSipURI("a", "h"), "A");
    address.setQ(0.25f);
    address.setExpires(30);
    assertThat(address).hasToString("\"A\" <sip:a@h>;q=0.25;expires=30");
    address.setQ(-1);
    address.setExpires(-1);
    address.setDisplayName(null);
    address.setURI(ValueFactory.createURI("tel:+1"));
    assertThat(address).hasToString("<tel:+1>");
    address.setValue("\"C\" <sip:c@h>");
    assertThat(address).hasToString("\"C\" <sip:c@h>");
    assertThatThrownBy(() -> address.setQ(1.5f)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> address.setValue("<")).isInstanceOf(IllegalArgumentException.class);
  }

  /** Other containers keep quotes as part of a value, and their applications set them. */
  @Test
  void valuesAreQuotedOnce() throws ServletParseException {
    Address address = ValueFactory.createAddress("<sip:a@h>");
    address.setParameter("+sip.instance", "\"<urn:uuid:1>\"");
    address.setParameter("a", "<urn:uuid:1>");
    address.setParameter("b", "\"half");
    address.setParameter("c", "\"x\";y=z");
    assertThat(address)
        .hasToString(
            "<sip:a@h>;+sip.instance=\"<urn:uuid:1>\";a=\"<urn:uuid:1>\""
                + ";b=\"\\\"half\";c=\"\\\"x\\\";y=z\"");
    assertThat(address.getParameter("+sip.instance")).isEqualTo("<urn:uuid:1>");
  }

  @Test
  void uriOfAnAddressIsLiveAndACloneIsNot() throws ServletParseException {
    Address address = ValueFactory.createAddress("<sip:a@h>");
    Address clone = (Address) address.clone();
    ((SipURI) address.getURI()).setUser("b");
    assertThat(address).hasToString("<sip:b@h>");
    assertThat(clone).hasToString("<sip:a@h>");
  }

  @Test
  void unreadableNumbersAreAbsent() throws ServletParseException {
    Address address = ValueFactory.createAddress("<sip:a@h>;q=2;expires=x");
    assertThat(address.getQ()).isEqualTo(-1);
    assertThat(address.getExpires()).isEqualTo(-1);
    assertThat(ValueFactory.createAddress("<sip:a@h>;expires=4294967295").getExpires())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void wildcardHasNoUri() throws ServletParseException {
    Address star = ValueFactory.createAddress("*");
    assertThat(star.isWildcard()).isTrue();
    assertThat(star.getURI()).isNull();
    assertThat(star).hasToString("*");
    assertThatThrownBy(() -> star.setDisplayName("x")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void equalityIgnoresDisplayNamesAndOneSidedParameters() throws ServletParseException {
    Address one = ValueFactory.createAddress("\"A\" <sip:a@H>;x=1;y=2");
    assertThat(one).isEqualTo(ValueFactory.createAddress("<sip:a@h>;y=2"));
    assertThat(one).isNotEqualTo(ValueFactory.createAddress("<sip:a@h>;y=3"));
    assertThat(one).isNotEqualTo(ValueFactory.createAddress("<sip:b@h>;y=2"));
    Address first = ValueFactory.createAddress("<sip:a@h>;q=1.0");
    assertThat(first).isEqualTo(ValueFactory.createAddress("<sip:a@h>;q=1"));
    assertThat(first).isNotEqualTo(ValueFactory.createAddress("<sip:a@h>;q=0.9"));
    assertThat(first).isNotEqualTo(ValueFactory.createAddress("<sip:a@h>;q=first"));
  }

  @Test
  void parameterableGivesAndTakesParts() throws ServletParseException {
    Parameterable event = ValueFactory.createParameterable("presence;id=1");
    event.setParameter("flag", "");
    assertThat(event).hasToString("presence;id=1;flag");
    event.removeParameter("id");
    event.setValue("dialog");
    assertThat(event).hasToString("dialog;flag");
    assertThat(event.clone()).isEqualTo(event).isNotSameAs(event);
    assertThatThrownBy(() -> event.setValue("a;b=c")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ValueFactory.createParameterable(""))
        .isInstanceOf(ServletParseException.class);
  }
}
