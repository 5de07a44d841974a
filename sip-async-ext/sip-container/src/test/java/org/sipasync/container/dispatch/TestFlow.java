package org.sipasync.container.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;

/** Flow that notes what is sent. */
final class TestFlow implements Flow {
  private final List<String> sent = new ArrayList<>();
  InetSocketAddress local = new InetSocketAddress("192.0.2.1", 5060);

  /** Thrown by sending; null if it works. */
  RuntimeException failure;

  @Override
  public void send(byte[] message, Runnable onFailed) {
    if (failure != null) {
      throw failure;
    }
    sent.add(new String(message, UTF_8));
  }

  @Override
  public Transport transport() {
    return Transport.UDP;
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public InetSocketAddress remote() {
    return new InetSocketAddress("192.0.2.2", 5060);
  }

  /** Start lines of what was sent, without " SIP/2.0" and "SIP/2.0 ". */
  List<String> lines() {
    return sent.stream().map(TestFlow::line).toList();
  }

  /** Start lines with the method that responses answer; forgets them. */
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

  /** What was sent. */
  List<SipMessage> messages() {
    return sent.stream().map(TestFlow::parse).toList();
  }

  SipMessage last() {
    return parse(sent.get(sent.size() - 1));
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

  static SipMessage parse(String text) {
    try {
      return SipParser.parse(text.getBytes(UTF_8));
    } catch (ParseException e) {
      throw new AssertionError(e.reason() + " in " + text, e);
    }
  }
}
