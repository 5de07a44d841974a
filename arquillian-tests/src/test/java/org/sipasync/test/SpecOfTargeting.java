package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.testkit.phone.SipPhone;

/** JSR 289, 15.11 and 18.2.5: encoded URIs and application keys. */
interface SpecOfTargeting extends InSpecification {

  @Test
  @Tag("289-15.11.3")
  @DisplayName("encodeURI: a request to the URI finds the application session")
  default void encodedUri() {
    try (SipPhone phone = phone();
        SipPhone other = phone()) {
      String[] lines = ask(phone, "targeting;do=encode").split("\n");
      assertThat(lines[0]).as("leads here").contains("127.0.0.1:" + InContainer.SIP_PORT);
      assertThat(ask(other, lines[0])).isEqualTo(lines[1]);
    }
  }

  @Test
  @Tag("289-15.11.3")
  @DisplayName("encodeURI: a URI that names no session leads to a new one")
  default void uriOfNoSession() {
    try (SipPhone phone = phone()) {
      String[] lines = ask(phone, "targeting;do=encode").split("\n");
      String stranger = lines[0].replace(lines[1].substring(0, 8), "00000000");
      String found = phone.request("MESSAGE", stranger).expect(200).body();
      assertThat(found).isNotEqualTo(lines[1]);
    }
  }

  @Test
  @Tag("289-18.2.5")
  @DisplayName("@SipApplicationKey: requests of one key share an application session")
  default void applicationKey() {
    String key = mark();
    try (SipPhone phone = phone();
        SipPhone other = phone()) {
      ask(phone, "targeting;do=remember;word=plum;key=" + key);
      assertThat(ask(other, "targeting;do=recall;key=" + key)).isEqualTo("plum");
      assertThat(ask(other, "targeting;do=recall;key=" + mark())).isEqualTo("null");
    }
  }

  @Test
  @Tag("289-18.2.5")
  @DisplayName("@SipApplicationKey: null is no key, each request gets a session of its own")
  default void noApplicationKey() {
    try (SipPhone phone = phone()) {
      assertThat(ask(phone, "targeting;do=where")).isNotEqualTo(ask(phone, "targeting;do=where"));
    }
  }

  @Test
  @Tag("289-15.11.2")
  @DisplayName("A session made by key is the one that requests of this key get")
  default void sessionByKey() {
    String key = mark();
    try (SipPhone phone = phone()) {
      String made = ask(phone, "targeting;do=createByKey;wanted=" + key);
      assertThat(ask(phone, "targeting;do=where;key=" + key)).isEqualTo(made);
      assertThat(ask(phone, "targeting;do=byKey;wanted=" + key)).isEqualTo(made);
    }
  }

  @Test
  @Tag("289-15.11.2")
  @DisplayName("The factory's session of a key is the one that requests of this key get")
  default void factorySessionByKey() {
    String key = mark();
    try (SipPhone phone = phone()) {
      String made = ask(phone, "targeting;do=factoryByKey;wanted=" + key);
      assertThat(ask(phone, "targeting;do=where;key=" + key)).isEqualTo(made);
    }
  }

  @Test
  @Tag("289-15.11.2")
  @DisplayName("An unknown key finds no session")
  default void unknownKey() {
    try (SipPhone phone = phone()) {
      assertThat(ask(phone, "targeting;do=byKey;wanted=" + mark())).isEqualTo("null");
    }
  }

  @Test
  @Tag("289-6.1")
  @DisplayName("SipSessionsUtil finds a session by its id")
  default void sessionById() {
    String key = mark();
    try (SipPhone phone = phone()) {
      assertThat(ask(phone, "targeting;do=byId;key=" + key))
          .isEqualTo(ask(phone, "targeting;do=where;key=" + key));
    }
  }
}
