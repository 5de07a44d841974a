package org.sipasync.container.dispatch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.management.ObjectName;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.AppSession;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;

/** Heap that is kept for each request and call, all in, but for the application's own. */
@Tag("load")
class MemoryTest {
  private static final int COUNT = 50_000;
  private static final int WARM = 1_000;

  private final TestContainer test = new TestContainer(new Answering());
  private String tag;
  private boolean suspending;

  @Test
  void answeredOptions() throws Exception {
    assertThat(measure("answered OPTIONS", this::options)).isLessThan(800);
  }

  @Test
  void answeredCall() throws Exception {
    assertThat(measure("answered call", this::call)).isLessThan(2_000);
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void suspendedInvite() throws Exception {
    suspending = true;
    assertThat(measure("suspended INVITE", this::suspended)).isLessThan(2_500);
    assertThat(test.sessions.applicationSessions()).isEqualTo(COUNT + WARM);
  }

  /** Brings what is measured. */
  private interface Step {
    void run(int number) throws Exception;
  }

  private long measure(String name, Step step) throws Exception {
    for (int i = 0; i < WARM; i++) {
      step.run(i);
    }
    long before = used();
    for (int i = WARM; i < WARM + COUNT; i++) {
      step.run(i);
    }
    test.pass(Duration.ofMillis(500)); // 100 Trying has been sent
    long each = (used() - before) / COUNT;
    System.out.println("Bytes kept per " + name + ": " + each);
    if (Boolean.getBoolean("histogram")) {
      System.out.println(histogram());
    }
    test.close();
    return each;
  }

  private static String histogram() throws Exception {
    Object text =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {null},
                new String[] {String[].class.getName()});
    return text.toString().lines().limit(45).reduce("", (a, b) -> a + "\n" + b);
  }

  private static long used() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void options(int number) {
    receive("OPTIONS", number, 1, "", "");
  }

  private void call(int number) {
    receive("INVITE", number, 1, "", SDP);
    receive("ACK", number, 1, tag, "");
    receive("BYE", number, 2, tag, "");
  }

  private void suspended(int number) {
    receive("INVITE", number, 1, "", SDP);
  }

  /** Answers, or suspends what asks for it. */
  private final class Answering extends SipServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
      if (suspending) {
        ((RequestFacade) request).suspend(IllegalStateException::new, why -> {});
        ((AppSession) request.getApplicationSession()).hold(() -> {});
      } else if (request.getMethod().equals("INVITE")) {
        request.createResponse(180).send();
        var ok = request.createResponse(200);
        ok.setContent(SDP, "application/sdp");
        ok.send();
        tag = ok.getTo().getParameter("tag");
      } else if (!request.getMethod().equals("ACK")) {
        request.createResponse(200).send();
      }
    }
  }

  private void receive(String method, int number, int cseq, String toTag, String body) {
    String text =
        String.join(
            "\r\n",
            method + " sip:service@127.0.0.1:5060 SIP/2.0",
            "Via: SIP/2.0/UDP 127.0.1.1:5061;branch=z9hG4bK-" + number + "-1-" + cseq + method,
            "From: sipp <sip:sipp@127.0.1.1:5061>;tag=4242SIPpTag00" + number,
            "To: service <sip:service@127.0.0.1:5060>" + (toTag.isEmpty() ? "" : ";tag=" + toTag),
            "Call-ID: " + number + "-4242@127.0.1.1",
            "CSeq: " + cseq + " " + method,
            "Contact: sip:sipp@127.0.1.1:5061",
            "Max-Forwards: 70",
            "Subject: Performance Test",
            "Content-Type: application/sdp",
            "Content-Length: " + body.length(),
            "",
            body);
    try {
      SipRequest request = (SipRequest) SipParser.parse(text.getBytes(US_ASCII));
      test.arrive(request, new OneDatagram(SOURCE));
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
    test.run();
  }

  private static final String SDP =
      """
      v=0
      o=user1 53655765 2353687637 IN IP4 127.0.1.1
      s=-
      c=IN IP4 127.0.1.1
      t=0 0
      m=audio 6000 RTP/AVP 0
      a=rtpmap:0 PCMU/8000
      """;

  private static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.1", 5061);

  /** Flow of one datagram, as UDP makes it; the peer's address is the same for all. */
  private record OneDatagram(InetSocketAddress remote) implements Flow {
    @Override
    public void send(byte[] message, Runnable onFailed) {}

    @Override
    public Transport transport() {
      return Transport.UDP;
    }

    @Override
    public InetSocketAddress local() {
      return SOURCE;
    }
  }
}
