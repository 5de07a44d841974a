package org.sipasync.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactsTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"alice, alice", "%61lice, alice", "a%2eb, a.b", "a%, a%", "%zz, %zz", "%24%5C, $\\"})
  void unescape(String user, String expected) {
    assertThat(Contacts.unescape(user)).isEqualTo(expected);
  }
}
