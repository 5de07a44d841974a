package org.sipasync.sip.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.sip.transport.TransportCounters.Counter;

/**
 * RFC 4475, all 49, over UDP and TCP: what a user that answers every request with 200 sees of them.
 * The top Via is made to name the transport and to ask for rport.
 *
 * <p>"stays" is a TCP connection that answers the next request, "ends" one that was closed, "waits"
 * one on which the message has not ended.
 */
class TortureTest extends TransportTest {
  private static final Pattern TOP_VIA =
      Pattern.compile("(?im)^(v|via)(\\s*:\\s*SIP\\s*/\\s*[\\d.]+\\s*/\\s*)\\w+(\\s+[^;\\s,]+)");

  private static byte[] file(String name, Transport transport) throws IOException {
    try (var in = TortureTest.class.getResourceAsStream("/torture/" + name + ".dat")) {
      Matcher via = TOP_VIA.matcher(new String(in.readAllBytes(), ISO_8859_1));
      return via.replaceFirst("$1$2" + transport + "$3;rport").getBytes(ISO_8859_1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wsinv | 200 OK | 200 OK, stays
          intmeth | 200 OK | 200 OK, stays
          esc01 | 200 OK | 200 OK, stays
          escnull | 200 OK | 200 OK, stays
          esc02 | 200 OK | 200 OK, stays
          lwsdisp | 200 OK | 200 OK, stays
          longreq | 200 OK | 200 OK, stays
          dblreq | 200 OK | 200 OK, stays
          semiuri | 200 OK | 200 OK, stays
          transports | 200 OK | 200 OK, stays
          mpart01 | 200 OK | 200 OK, stays
          unreason | response | response, stays
          noreason | response | response, stays
          badinv01 | 400 Bad Via | 400 Bad Via, stays
          clerr | 400 Content-Length Exceeds Message | waits
          ncl | 400 Bad Content-Length | 400 Bad Content-Length, ends
          scalar02 | 400 Bad CSeq | 400 Bad CSeq, stays
          scalarlg | dropped | stays
          quotbal | 400 Bad To | 400 Bad To, stays
          ltgtruri | 400 Bad Request-URI | 400 Bad Request-URI, stays
          lwsruri | 400 Bad Request-Line | 400 Bad Request-Line, stays
          lwsstart | 400 Bad Request-Line | 400 Bad Request-Line, stays
          trws | 400 Bad Request-Line | 400 Bad Request-Line, stays
          escruri | 400 Bad Request-URI | 400 Bad Request-URI, stays
          baddate | 200 OK | 200 OK, stays
          regbadct | 200 OK | 200 OK, stays
          badaspec | 400 Bad To | 400 Bad To, stays
          baddn | 400 Headers Do Not End | 400 Bad Header Name, ends
          badvers | 505 Version Not Supported | 505 Version Not Supported, stays
          mismatch01 | 400 CSeq Names Another Method | 400 CSeq Names Another Method, stays
          mismatch02 | 501 CSeq Names Another Method | 501 CSeq Names Another Method, stays
          bigcode | dropped | stays
          badbranch | 200 OK | 200 OK, stays
          insuf | 400 Missing From | 400 Missing From, stays
          unkscm | 416 Unsupported URI Scheme | 416 Unsupported URI Scheme, stays
          novelsc | 416 Unsupported URI Scheme | 416 Unsupported URI Scheme, stays
          unksm2 | 200 OK | 200 OK, stays
          bext01 | 200 OK | 200 OK, stays
          invut | 200 OK | 200 OK, stays
          regaut01 | 200 OK | 200 OK, stays
          multi01 | 400 Duplicate CSeq | 400 Duplicate CSeq, stays
          mcl01 | 400 Duplicate Content-Length | 400 Duplicate Content-Length, ends
          bcast | response | response, stays
          zeromf | 200 OK | 200 OK, stays
          cparam01 | 200 OK | 200 OK, stays
          cparam02 | 200 OK | 200 OK, stays
          regescrt | 200 OK | 200 OK, stays
          sdp01 | 200 OK | 200 OK, stays
          inv2543 | 200 OK | 200 OK, ends
          """)
  @Tag("C-F8")
  void verdict(String name, String udp, String tcp) throws IOException {
    user.answer = 200;
    assertThat(overUdp(name)).as("UDP").isEqualTo(udp);
    assertThat(overTcp(name)).as("TCP").isEqualTo(tcp);
  }

  private String overUdp(String name) throws IOException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    client.send(ByteBuffer.wrap(file(name, Transport.UDP)), server);
    until(() -> count(Counter.MALFORMED) + count(Counter.MESSAGES_READ) == 1);
    if (!user.responses.isEmpty()) {
      return "response";
    }
    if (count(Counter.MALFORMED_DROPPED) == 1) {
      return "dropped";
    }
    return receive(client).substring("SIP/2.0 ".length()).lines().findFirst().orElseThrow();
  }

  private String overTcp(String name) throws IOException {
    limit(TransportLimits.DEFAULTS);
    user.responses.clear();
    SocketChannel client = connect(listen(Transport.TCP));
    send(client, file(name, Transport.TCP));
    send(client, Texts.options("TCP", "192.0.2.1", 4475));
    StringBuilder text = new StringBuilder();
    boolean[] ended = new boolean[1];
    for (int round = 0; round < 50; round++) {
      loop.runOnce(1);
      ended[0] |= appendFrom(client, text) < 0;
    }
    String all = text.toString();
    boolean stays = all.contains("Call-ID: call-4475");
    String first =
        all.isEmpty() || all.indexOf("call-4475") > 0 && all.indexOf("SIP/2.0 ", 1) < 0
            ? user.responses.isEmpty() ? "" : "response, "
            : all.substring(8).lines().findFirst().orElseThrow() + ", ";
    return first + (stays ? "stays" : ended[0] ? "ends" : "waits");
  }
}
