package org.sipasync.payara.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvertisedTest {
  private static final List<ListenPoint> LISTEN =
      ListenPoint.parse("udp:0.0.0.0:5060,udp:[::1]:5060,tcp:10.0.0.5:5070");

  private static List<Advertised> parse(String setting) {
    return Advertised.parse(setting, LISTEN);
  }

  @Test
  void none() {
    assertThat(parse(" ")).isEmpty();
  }

  @Test
  void forAllListenPointsOfAFamilyOrForOne() {
    List<Advertised> all =
        parse("203.0.113.7, [2001:db8::7]:5080, UDP:0.0.0.0:5060=sip.example.com:5090");
    assertThat(all)
        .containsExactly(
            new Advertised(null, "203.0.113.7", 0),
            new Advertised(null, "2001:db8::7", 5080),
            new Advertised(LISTEN.get(0), "sip.example.com", 5090));
    assertThat(all)
        .hasToString("[203.0.113.7, [2001:db8::7]:5080, udp:0.0.0.0:5060=sip.example.com:5090]");
    assertThat(all.get(2).isName()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113|malformed",
        "203.0.113.256|malformed",
        "[:::]|malformed",
        "0.0.0.0|wildcard",
        "[::]:5060|wildcard",
        "203.0.113.7:0|port",
        "203.0.113.7:65536|port",
        "sip:203.0.113.7|is not host",
        "a b|is not host",
        "-|is not host",
        "tcp:10.0.0.5:5060=203.0.113.7|sip.listen has no tcp:10.0.0.5:5060",
        "203.0.113.7,203.0.113.8|another address",
        "203.0.113.7,sip.example.com|another address",
      })
  void refused(String setting, String why) {
    assertThatThrownBy(() -> parse(setting))
        .hasMessageContaining("SIPA-0380")
        .hasMessageContaining(why);
  }
}
