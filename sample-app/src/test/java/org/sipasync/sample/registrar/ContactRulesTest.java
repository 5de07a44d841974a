package org.sipasync.sample.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S8")
class ContactRulesTest {
  private Predicate<InetAddress> isOwn;

  @BeforeEach
  void own() throws UnknownHostException {
    InetAddress own = InetAddress.getByName("192.0.2.1");
    isOwn = own::equals;
  }

  private String refusal(boolean loopback, boolean names, String host, int port) {
    try {
      new ContactRules(loopback, names, isOwn, Set.of(5060)).check(host, port);
      return "none";
    } catch (RefusedException refused) {
      return refused.status() + " " + refused.getMessage();
    }
  }

  @ParameterizedTest(name = "{0} may be called")
  @ValueSource(strings = {"192.0.2.7", "10.0.0.1", "2001:db8::1", "[2001:db8::1]", "8.8.8.8"})
  void allowed(String host) {
    assertThat(refusal(false, false, host, 5060)).isEqualTo("none");
  }

  @ParameterizedTest(name = "{0} is not called")
  @ValueSource(
      strings = {
        "0.0.0.0", "0.1.2.3", "169.254.1.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
        "255.255.255.255", "[::]", "[fe80::1]", "fe80::1", "[ff02::1]", "[::ffff:169.254.1.1]",
        "[::ffff:0.0.0.0]", "[::7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"
      })
  void refused(String host) {
    assertThat(refusal(true, true, host, 7000)).isEqualTo("403 Contact has a forbidden address");
  }

  @ParameterizedTest(name = "{0}, this machine: only where it may")
  @ValueSource(strings = {"127.0.0.1", "127.255.0.9", "[::1]", "localhost", "[::ffff:127.0.0.1]"})
  void loopback(String host) {
    assertThat(refusal(false, true, host, 7000)).isEqualTo("403 Contact has a forbidden address");
    assertThat(refusal(true, true, host, 7000)).isEqualTo("none");
    assertThat(refusal(true, true, host, 5060)).isEqualTo("403 Contact is this server");
  }

  @ParameterizedTest(name = "{0}:{1}: {2}")
  @CsvSource({"192.0.2.1, 5060, 403 Contact is this server", "192.0.2.1, 5062, none"})
  void thisServer(String host, int port, String refusal) {
    assertThat(refusal(true, true, host, port)).isEqualTo(refusal);
  }

  @ParameterizedTest(name = "{0} is a name")
  @ValueSource(
      strings = {
        "phone.example",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "0177.0.0.1.",
        "1.2.3",
        "a",
        "::g",
        "[fe80::1%lo]",
        "999.1.1.1",
        ""
      })
  void names(String host) {
    assertThat(refusal(true, false, host, 7000))
        .isEqualTo("403 Contact must have an address, not a name");
    assertThat(refusal(true, true, host, 7000)).isEqualTo("none");
  }
}
