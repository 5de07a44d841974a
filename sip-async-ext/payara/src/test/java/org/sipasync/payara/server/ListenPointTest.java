package org.sipasync.payara.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;

class ListenPointTest {
  @Test
  void severalPoints() {
    assertThat(ListenPoint.parse("udp:127.0.0.1:5060, TCP:[::1]:5070"))
        .containsExactly(
            new ListenPoint("udp", "127.0.0.1", 5060), new ListenPoint("tcp", "::1", 5070));
    assertThat(new ListenPoint("tcp", "::1", 5070)).hasToString("tcp:[::1]:5070");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5060 | it is not transport:host:port",
        "'' | it is not transport:host:port",
        "udp:127.0.0.1 | it is not transport:host:port",
        "sctp:127.0.0.1:5060 | the transport is not udp, tcp or tls",
        "tcp/a:127.0.0.1:5060 | a name stands behind tls only, of a-z, 0-9 and _, as in"
            + " tls/carrier",
        "tls/A b:127.0.0.1:5060 | a name stands behind tls only, of a-z, 0-9 and _, as in"
            + " tls/carrier",
        "udp::5060 | the host is missing",
        "udp:127.0.0.1:0 | the port is not a number from 1 to 65535",
        "udp:127.0.0.1:http | the port is not a number from 1 to 65535",
        "udp:127.0.0.1:65536 | the port is not a number from 1 to 65535",
      })
  void malformed(String entry, String complaint) {
    assertThatThrownBy(() -> ListenPoint.parse("udp:127.0.0.1:5060," + entry))
        .isInstanceOf(SipAsyncException.class)
        .hasMessage(
            "SIPA-0101: sip.listen has the malformed entry \"%s\": %s. Write transport:host:port,"
                    .formatted(entry, complaint)
                + " as in udp:127.0.0.1:5060,tcp:127.0.0.1:5060.");
  }

  @Test
  void tlsPoints() {
    List<ListenPoint> points = ListenPoint.parse("tls:127.0.0.1:5061,TLS/carrier:[::1]:5061");
    assertThat(points)
        .containsExactly(
            new ListenPoint("tls", "127.0.0.1", 5061),
            new ListenPoint("tls", "carrier", "::1", 5061));
    assertThat(points).allMatch(ListenPoint::isTls);
    assertThat(points.get(1)).hasToString("tls/carrier:[::1]:5061");
  }

  @Test
  void twice() {
    assertThatThrownBy(() -> ListenPoint.parse("udp:127.0.0.1:5060,udp:127.0.0.1:5060"))
        .hasMessageContaining("it stands there twice");
  }

  @Test
  void takenPort() throws Exception {
    try (DatagramSocket other = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      List<ListenPoint> points = ListenPoint.parse("udp:127.0.0.1:" + other.getLocalPort());
      assertThatThrownBy(() -> PortCheck.free(points))
          .isInstanceOfSatisfying(
              SipAsyncException.class, e -> assertThat(e.problem()).isEqualTo(Problem.PORT_TAKEN))
          .hasMessageStartingWith(
              "SIPA-0102: Cannot listen on udp:127.0.0.1:" + other.getLocalPort())
          .hasMessageContaining("sip.listen");
    }
  }
}
