package org.sipasync.sip.transport;

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

/** Flow between 192.0.2.1 and 192.0.2.2 that records what is sent; for tests. */
public class RecordingFlow implements Flow {
  public final List<String> sent = new ArrayList<>();

  /** Gets each message. */
  public Consumer<byte[]> receiver = message -> {};

  public Transport transport;

  /** Callback of the last message; null if it had none. */
  public Runnable onFailed;

  public Flow reopened = this;
  public InetSocketAddress local;
  public boolean isReopenable = true;

  /** Thrown by sending; null if it works. */
  public RuntimeException failure;

  private final InetSocketAddress remote;

  public RecordingFlow(Transport transport) {
    this(transport, "192.0.2.1", "192.0.2.2");
  }

  public RecordingFlow(Transport transport, String local, String remote) {
    this.transport = transport;
    this.local = new InetSocketAddress(local, 5060);
    this.remote = new InetSocketAddress(remote, 5060);
  }

  @Override
  public void send(byte[] message, Runnable onFailed) {
    if (failure != null) {
      throw failure;
    }
    sent.add(new String(message, UTF_8));
    this.onFailed = onFailed;
    receiver.accept(message);
  }

  @Override
  public Flow reopened() {
    return reopened;
  }

  @Override
  public boolean isReopenable() {
    return isReopenable;
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

  public SipRequest request(int index) {
    return (SipRequest) parse(sent.get(index));
  }

  public SipResponse response(int index) {
    return (SipResponse) parse(sent.get(index));
  }

  /** Returns the last message. */
  public SipMessage last() {
    return parse(sent.get(sent.size() - 1));
  }

  /** Returns the start lines of the messages. */
  public List<String> lines() {
    return sent.stream().map(text -> text.substring(0, text.indexOf('\r'))).toList();
  }

  public static SipMessage parse(String text) {
    try {
      return SipParser.parse(text.getBytes(UTF_8));
    } catch (ParseException e) {
      throw new AssertionError(e.reason() + " in " + text, e);
    }
  }
}
