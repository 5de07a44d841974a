package org.sipasync.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class StunTest {
  private static final String ID = "b7e7a701bc34d686fa87dfae";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static String answer(String hex, InetSocketAddress source) {
    byte[] answer = Stun.answer(bytes(hex), bytes(hex).length, source);
    return answer == null ? null : HexFormat.of().formatHex(answer);
  }

  /** RFC 5769 2.2 has this address and id: its XOR-MAPPED-ADDRESS ends in a147 e112a643. */
  @Test
  void ipv4() {
    assertThat(answer("0001 0000 2112a442 " + ID, new InetSocketAddress("192.0.2.1", 32_853)))
        .isEqualTo("0101000c2112a442" + ID + "002000080001a147e112a643");
  }

  /** RFC 5769 2.3. */
  @Test
  void ipv6() {
    InetSocketAddress source =
        new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32_853);
    assertThat(answer("0001 0000 2112a442 " + ID, source))
        .isEqualTo(
            "010100182112a442" + ID + "002000140002a147" + "0113a9faa5d3f179bc25f4b5bed2b9d9");
  }

  @Test
  void optionalAttributesAreSkippedAndOthersRefused() {
    InetSocketAddress source = new InetSocketAddress("192.0.2.1", 5060);
    assertThat(answer("0001 0008 2112a442 " + ID + "8022 0003 61626300", source))
        .startsWith("0101");
    String refusal = answer("0001 0008 2112a442 " + ID + "0003 0004 00000006", source);
    assertThat(refusal).startsWith("01110024").contains("0414").endsWith("000a000200030000");
    assertThat(refusal).hasSize(2 * (20 + 0x24));
  }

  @Test
  void everythingElseIsSilence() {
    InetSocketAddress source = new InetSocketAddress("192.0.2.1", 5060);
    for (String other :
        new String[] {
          "0011 0000 2112a442 " + ID, // an indication
          "0101 0000 2112a442 " + ID, // a response
          "0001 0004 2112a442 " + ID, // shorter than it says
          "0001 0004 2112a442 " + ID + "8022 0010", // an attribute that is cut
          "0001 0002 2112a442 " + ID + "8022"
        }) {
      assertThat(answer(other, source)).as(other).isNull();
    }
  }
}
