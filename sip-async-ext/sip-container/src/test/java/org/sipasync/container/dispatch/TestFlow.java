package org.sipasync.container.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.RecordingFlow;
import org.sipasync.sip.transport.Transport;

/** Records what is sent over UDP. */
final class TestFlow extends RecordingFlow {
  private SipRequest lastRequest;

  TestFlow() {
    super(Transport.UDP);
    receiver = this::note;
  }

  private void note(byte[] message) {
    String text = new String(message, UTF_8);
    if (!text.startsWith("SIP/2.0")) {
      lastRequest = (SipRequest) parse(text);
    }
  }

  /** Returns the start lines, without " SIP/2.0" and "SIP/2.0 ". */
  @Override
  public List<String> lines() {
    return sent.stream().map(TestFlow::line).toList();
  }

  /** Returns the start lines, with the method that responses answer, and forgets them. */
  List<String> take() {
    List<String> lines = new ArrayList<>();
    for (String text : sent) {
      SipMessage message = parse(text);
      boolean response = message instanceof SipResponse;
      lines.add(line(text) + (response ? " " + method(message) : ""));
    }
    sent.clear();
    return lines;
  }

  private static String method(SipMessage message) {
    String cseq = message.header(HeaderName.CSEQ);
    return cseq.substring(cseq.indexOf(' ') + 1);
  }

  private static String line(String text) {
    String line = text.substring(0, text.indexOf('\r'));
    return line.replace("SIP/2.0 ", "").replace(" SIP/2.0", "");
  }

  /** Returns the messages. */
  List<SipMessage> messages() {
    return sent.stream().map(TestFlow::parse).toList();
  }

  /** Returns the last request that was sent, whatever was taken. */
  SipRequest lastRequestEver() {
    return lastRequest;
  }

  /** Returns the last message as it was sent. */
  String text() {
    return sent.get(sent.size() - 1);
  }

  /** To tag of the last message; null if it has none. */
  String lastTag() {
    try {
      return last().toTag();
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  SipRequest lastRequest() {
    return (SipRequest) last();
  }

  SipResponse lastResponse() {
    return (SipResponse) last();
  }
}
