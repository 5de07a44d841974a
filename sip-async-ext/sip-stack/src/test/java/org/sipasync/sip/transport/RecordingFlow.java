package org.sipasync.sip.transaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;

/** Flow that notes what is sent, and hands it on if somebody receives. */
final class TestFlow implements Flow {
  final List<String> sent = new ArrayList<>();
  Consumer<byte[]> receiver = message -> {};
  Transport transport;
  Runnable onFailed;
  Flow reopened = this;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;

  TestFlow(Transport transport) {
    this(transport, "192.0.2.1", "192.0.2.2");
  }

  TestFlow(Transport transport, String local, String remote) {
    this.transport = transport;
    this.local = new InetSocketAddress(local, 5060);
    this.remote = new InetSocketAddress(remote, 5060);
  }

  @Override
  public void send(byte[] message, Runnable onFailed) {
    sent.add(new String(message, UTF_8));
    this.onFailed = onFailed;
    receiver.accept(message);
  }

  @Override
  public Flow reopened() {
    return reopened;
  }

  @Override
  public Transport transport() {
    return transport;
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  SipRequest request(int index) {
    return (SipRequest) parse(sent.get(index));
  }

  SipResponse response(int index) {
    return (SipResponse) parse(sent.get(index));
  }

  /** Start lines of what was sent. */
  List<String> lines() {
    return sent.stream().map(text -> text.substring(0, text.indexOf('\r'))).toList();
  }

  static SipMessage parse(String text) {
    try {
      return SipParser.parse(text.getBytes(UTF_8));
    } catch (ParseException e) {
      throw new AssertionError(e.reason() + " in " + text, e);
    }
  }
}
