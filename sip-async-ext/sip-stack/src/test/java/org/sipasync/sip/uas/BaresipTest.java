package org.sipasync.sip.uas;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.TransportCounters.Counter;
import org.sipasync.testkit.Baresip;

/** baresip, where it is installed, calls and is called. */
@Tag("load")
@Timeout(90)
class BaresipTest {
  @TempDir Path directory;

  private static String bob(RunningServer server, String transport) {
    return "sip:bob@127.0.0.1:" + server.port(transport) + ";transport=" + transport;
  }

  /** Sends OPTIONS, which the server reads after all that baresip has sent before. */
  private static void options(Baresip baresip, String target) throws IOException {
    baresip.command("options " + target);
    baresip.expect("OPTIONS of " + target);
    baresip.expect("^SIP/2.0 200 OK");
    baresip.expect("^Allow: INVITE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  void calls(String transport) throws Exception {
    try (RunningServer server = new RunningServer(Duration.ofMillis(50));
        Baresip baresip = new Baresip(directory)) {
      String bob = bob(server, transport);
      baresip.command("dial " + bob);
      baresip.expect("180 Ringing");
      baresip.expect("Set audio encoder: PCMU"); // has read the answer
      baresip.expect("Call established: " + bob);
      options(baresip, bob);
      assertThat(server.ask(UserAgentServer::acknowledgedCalls)).isEqualTo(1);
      baresip.command("hangup");
      baresip.expect("terminate call .* with " + bob);
      options(baresip, bob);
      assertThat(server.ask(UserAgentServer::calls)).isZero();
      assertThat(server.ask(open -> open.transports().counters().get(Counter.MALFORMED))).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  @Tag("C-B6")
  void cancels(String transport) throws Exception {
    try (RunningServer server = new RunningServer(Duration.ofSeconds(-1));
        Baresip baresip = new Baresip(directory)) {
      String bob = bob(server, transport);
      baresip.command("dial " + bob);
      baresip.expect("180 Ringing");
      assertThat(server.ask(UserAgentServer::calls)).isEqualTo(1);
      baresip.command("hangup");
      options(baresip, bob);
      assertThat(server.ask(UserAgentServer::calls)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  void isCalled(String transport) throws Exception {
    try (Baresip baresip = new Baresip(directory);
        UserAgentClient client = new UserAgentClient()) {
      int port = baresip.port(transport);
      SipUri uri = SipUri.parse("sip:baresip@127.0.0.1:" + port + ";transport=" + transport);
      SipResponse options = client.options(uri).get(40, SECONDS);
      assertThat(options.status()).isEqualTo(200);
      assertThat(options.header(HeaderName.ALLOW)).contains("INVITE");
      SipResponse answer = client.invite(uri).get(40, SECONDS);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header(HeaderName.CONTENT_TYPE)).isEqualTo("application/sdp");
      baresip.expect("Set audio encoder: PCMU"); // has read the offer
      baresip.expect("Call established: sip:uac@127.0.0.1");
      assertThat(client.bye(answer).get(40, SECONDS).status()).isEqualTo(200);
      baresip.expect("sip:uac@127.0.0.1: session closed");
    }
  }
}
