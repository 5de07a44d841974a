package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.transport.Transport;

/** Requests that are too large for a datagram (RFC 3261 18.1.1). */
@Tag("C-D8")
class LargeRequestTest {
  private final TestContainer test = new TestContainer();
  private final TestFlow stream = new TestFlow();

  LargeRequestTest() {
    stream.transport = Transport.TCP;
    test.stream = stream;
  }

  @AfterEach
  void close() {
    test.close();
  }

  private void send(int bytes) throws Exception {
    SipServletRequest message =
        test.factory.createRequest(
            test.factory.createApplicationSession(), "MESSAGE", "<sip:me@h>", "<sip:bob@h>");
    message.setContent(new byte[bytes], "application/octet-stream");
    message.send();
    test.run();
  }

  @Test
  void goByAConnection() throws Exception {
    send(1300);
    assertThat(stream.last().header(HeaderName.VIA)).startsWith("SIP/2.0/TCP");
    assertThat(test.flow.lines()).isEmpty();
    test.answer(stream.lastRequest(), 200, "b");
    assertThat(test.log).containsExactly("200 MESSAGE");
  }

  @Test
  void smallOnesDoNot() throws Exception {
    send(100);
    assertThat(stream.lines()).isEmpty();
    assertThat(test.flow.take()).containsExactly("MESSAGE sip:bob@h");
  }

  @Test
  void goAsADatagramIfNobodyAccepts() throws Exception {
    send(1300);
    stream.onFailed.run();
    test.run();
    assertThat(test.flow.last().header(HeaderName.VIA)).startsWith("SIP/2.0/UDP");
    test.answer(test.flow.lastRequest(), 200, "b");
    assertThat(test.log).containsExactly("200 MESSAGE");
  }
}
