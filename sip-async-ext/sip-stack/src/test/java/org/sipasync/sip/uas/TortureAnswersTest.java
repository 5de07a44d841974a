package org.sipasync.sip.uas;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * RFC 4475, all 49, and RFC 5118, all 12: what a user agent server answers over UDP and TCP. Each
 * message is followed by a sound OPTIONS: what comes before its answer is the verdict, "-" if
 * nothing does. "end" is the end of the connection instead, "waits" a message that has not ended,
 * so that OPTIONS is its body.
 */
class TortureAnswersTest {
  private static final Pattern TOP_VIA =
      Pattern.compile("(?im)^(v|via)(\\s*:\\s*SIP\\s*/\\s*[\\d.]+\\s*/\\s*)\\w+(\\s+[^;\\s,]+)");
  private static final Pattern STATUS = Pattern.compile("(?m)^SIP/2.0 (\\d{3})");
  private static final String LAST = "Call-ID: last-of-all";

  /** The message with the transport and rport in its top Via. */
  private static byte[] file(String name, String transport) throws IOException {
    try (var in = TortureAnswersTest.class.getResourceAsStream("/torture/" + name + ".dat")) {
      Matcher via = TOP_VIA.matcher(new String(in.readAllBytes(), ISO_8859_1));
      return via.replaceFirst("$1$2" + transport + "$3;rport").getBytes(ISO_8859_1);
    }
  }

  private static byte[] last(String name, String transport) {
    String last =
        "OPTIONS sip:bob@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/%s 127.0.0.1;rport;branch=z9hG4bK%s\r\n"
            + "From: <sip:a@127.0.0.1>;tag=%s\r\nTo: <sip:bob@127.0.0.1>\r\n"
            + LAST
            + "\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
    return String.format(last, transport, name, name).getBytes(ISO_8859_1);
  }

  private static String overUdp(String name) throws IOException {
    try (RunningServer server = new RunningServer(Duration.ZERO);
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(20_000);
      for (byte[] data : new byte[][] {file(name, "UDP"), last(name, "UDP")}) {
        socket.send(
            new DatagramPacket(data, data.length, InetAddress.getLoopbackAddress(), server.udp));
      }
      StringBuilder text = new StringBuilder();
      DatagramPacket in = new DatagramPacket(new byte[65_536], 65_536);
      while (text.indexOf(LAST) < 0) {
        socket.receive(in);
        text.append(new String(in.getData(), 0, in.getLength(), ISO_8859_1));
      }
      return statuses(text.toString());
    }
  }

  private static String overTcp(String name) throws IOException {
    try (RunningServer server = new RunningServer(Duration.ZERO);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.tcp)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(file(name, "TCP"));
      socket.getOutputStream().write(last(name, "TCP"));
      socket.shutdownOutput();
      StringBuilder text = new StringBuilder();
      byte[] in = new byte[65_536];
      for (int n = 0; n >= 0 && text.indexOf(LAST) < 0; n = socket.getInputStream().read(in)) {
        text.append(new String(in, 0, n, ISO_8859_1));
      }
      String all = text.toString();
      return all.contains(LAST) ? statuses(all) : (statuses(all + "SIP/2.0 200") + " end").trim();
    }
  }

  /** The final statuses but the last. */
  private static String statuses(String text) {
    StringBuilder found = new StringBuilder();
    Matcher status = STATUS.matcher(text);
    String before = null;
    while (status.find()) {
      if (before != null) {
        found.append(before).append(' ');
      }
      before = status.group(1);
    }
    return found.isEmpty() ? "-" : found.toString().trim();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          wsinv, 481, 481
          intmeth, 501, 501
          esc01, 180 200, 180 200
          escnull, 405, 405
          esc02, 501, 501
          lwsdisp, 200, 200
          longreq, 180 200, 180 200
          dblreq, 405, 405 400
          semiuri, 200, 200
          transports, 200, 200
          mpart01, 405, 405
          unreason, -, -
          noreason, -, -
          badinv01, 400, 400
          clerr, 400, - end
          ncl, 400, 400 end
          scalar02, 400, 400
          scalarlg, -, -
          quotbal, 400, 400
          ltgtruri, 400, 400
          lwsruri, 400, 400
          lwsstart, 400, 400
          trws, 400, 400
          escruri, 400, 400
          baddate, 180 200, 180 200
          regbadct, 405, 405
          badaspec, 400, 400
          baddn, 400, 400 end
          badvers, 505, 505
          mismatch01, 400, 400
          mismatch02, 501, 501
          bigcode, -, -
          badbranch, 200, 200
          insuf, 400, 400
          unkscm, 416, 416
          novelsc, 416, 416
          unksm2, 405, 405
          bext01, 420, 420
          invut, 180 200, 180 200
          regaut01, 405, 405
          multi01, 400, 400
          mcl01, 400, 400 end
          bcast, -, -
          zeromf, 200, 200
          cparam01, 405, 405
          cparam02, 405, 405
          regescrt, 405, 405
          sdp01, 180 200, 180 200
          inv2543, 180 200, 180 200 end
          """)
  void answers(String name, String udp, String tcp) throws IOException {
    assertThat(overUdp(name)).as("UDP").isEqualTo(udp);
    assertThat(overTcp(name)).as("TCP").isEqualTo(tcp);
  }

  @ParameterizedTest
  @CsvSource({
    "ipv6-good, 405",
    "ipv6-bad, 400",
    "port-ambiguous, 405",
    "port-unambiguous, 405",
    "via-received-param-with-delim, 481",
    "via-received-param-no-delim, 200",
    "ipv6-in-sdp, 180 200",
    "mult-ip-in-header, 481",
    "mult-ip-in-sdp, 180 200",
    "ipv4-mapped-ipv6, 180 200",
    "ipv6-bug-abnf-3-colons, 200",
    "ipv6-correct-abnf-2-colons, 200"
  })
  void answersToRfc5118(String name, String both) throws IOException {
    answers(name, both, both);
  }
}
