package org.sipasync.sip.transport;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.ViaSummary;
import org.sipasync.sip.transport.TransportCounters.Counter;

/**
 * One client's WebSocket (RFC 7118). Open until it is closed by either side; all that is sent to
 * the client goes by it, for nothing else leads there. One message is with the library, the others
 * wait here, bounded. For the loop's thread only.
 */
final class WebSocketConnection implements Origin {
  private static final byte[] PONG = {'\r', '\n'};

  private record Waiting(byte[] data, Runnable onFailed) {}

  private final WebSockets all;
  private final TransportContext context;
  private final Transport transport;
  private final long serial;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private final WebSocketChannel channel;
  private final WebSocketInput input;
  private final WebSocketAge age;
  private final Set<InetSocketAddress> hosts = new HashSet<>(2);
  private final Queue<Waiting> waiting = new ArrayDeque<>(2);

  /** Message that the library has not taken yet; null if there is none. */
  private Waiting inHand;

  private int waitingBytes;
  private int notedBytes;
  private String lastContact;
  private boolean isClosed;

  WebSocketConnection(
      WebSockets all,
      Transport transport,
      long serial,
      InetSocketAddress local,
      InetSocketAddress remote,
      WebSocketChannel channel) {
    this.all = all;
    this.context = all.context();
    this.transport = transport;
    this.serial = serial;
    this.local = local;
    this.remote = remote;
    this.channel = channel;
    this.input = new WebSocketInput(all, this);
    this.age = new WebSocketAge(all.limits(), context.loop().now());
  }

  WebSocketInput input() {
    return input;
  }

  /** Handles the content of one frame: a message or a keep-alive (RFC 5626 4.4.1). */
  void receive(byte[] data) {
    if (isClosed) {
      return;
    }
    context.counters().add(Counter.BYTES_READ, data.length);
    age.active(context.loop().now());
    if (!FrameContent.isLineEnds(data)) {
      all.receiver().receive(data, data.length, this);
      return;
    }
    context.counters().add(Counter.KEEP_ALIVES);
    if (data.length >= 4) {
      send(PONG, null);
    }
  }

  @Override
  public String objection(SipMessage message, byte[] data, int length) {
    if (!FrameContent.isOneMessage(message, data, length)) {
      return "Content-Length Differs From Frame";
    }
    String contact = message.header(HeaderName.CONTACT);
    if (contact != null && !contact.equals(lastContact)) {
      lastContact = contact;
      noteHosts(message);
    }
    return null;
  }

  private void noteHosts(SipMessage message) {
    try {
      for (NameAddr contact : message.list(Headers.CONTACT)) {
        if (contact.uri() instanceof SipUri uri && ClientUris.isClient(uri)) {
          all.hosts().add(ClientUris.host(uri), this);
        }
      }
    } catch (ParseException e) {
      // "*", or what the user of the message will refuse
    }
  }

  Set<InetSocketAddress> hosts() {
    return hosts;
  }

  /** Returns this connection: there is no other way to its client. */
  @Override
  public Flow answering(SipRequest request, ViaSummary top) {
    return this;
  }

  @Override
  public boolean isReopenable() {
    return false;
  }

  @Override
  public void send(byte[] message, Runnable onFailed) {
    if (isClosed) {
      context.failed(onFailed);
      return;
    }
    context.tap().sent(message, this);
    waiting.add(new Waiting(message, onFailed));
    waitingBytes += message.length;
    sendWaiting();
    if (!isClosed && waitingBytes > all.limits().maxWaitingBytes()) {
      overflow("client makes us hold " + waitingBytes + " bytes");
    } else {
      noteHeld();
    }
  }

  private void sendWaiting() {
    while (inHand == null && !isClosed && !waiting.isEmpty()) {
      Waiting next = waiting.remove();
      inHand = next;
      age.writeBegins(context.loop().now());
      CompletableFuture<Void> sending = send(next.data);
      if (sending.isDone()) {
        sent(next, sending.isCompletedExceptionally());
      } else {
        sending.whenComplete(
            (nothing, failure) -> context.loop().execute(() -> onSent(next, failure != null)));
      }
    }
  }

  private CompletableFuture<Void> send(byte[] data) {
    try {
      return channel.send(data).toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void onSent(Waiting message, boolean isLost) {
    if (inHand == message) {
      sent(message, isLost);
      sendWaiting();
      noteHeld();
    }
  }

  private void sent(Waiting message, boolean isLost) {
    if (isLost) {
      drop("Connection lost", "its frames cannot be written", WebSocketChannel.GOING_AWAY);
      return;
    }
    inHand = null;
    waitingBytes -= message.data.length;
    context.counters().add(Counter.MESSAGES_WRITTEN);
    context.counters().add(Counter.BYTES_WRITTEN, message.data.length);
  }

  /** Returns the bytes that wait for the client to read. */
  int held() {
    return waitingBytes;
  }

  private void noteHeld() {
    int held = isClosed ? 0 : waitingBytes;
    int change = held - notedBytes;
    notedBytes = held;
    all.held(change);
  }

  /** Drops the connection for the bytes that it makes us hold. */
  void overflow(String detail) {
    context.counters().add(Counter.OVERFLOWED);
    drop("WebSocket dropped", detail, WebSocketChannel.TRY_AGAIN);
  }

  /** Sends a ping, unless one is unanswered. */
  void ping() {
    if (!isClosed && age.ping(context.loop().now())) {
      channel.ping();
    }
  }

  void onPong() {
    age.pong(context.loop().now());
    context.counters().add(Counter.KEEP_ALIVES);
  }

  /** Drops the connection if a time limit has passed; pings the client if that is due. */
  void check(long now) {
    String overdue = age.overdue(now, inHand != null);
    if (overdue != null) {
      context.counters().add(Counter.TIMED_OUT);
      drop("WebSocket dropped", overdue, WebSocketChannel.POLICY);
    } else if (age.isPingDue(now)) {
      ping();
    }
  }

  private void drop(String cause, String detail, int code) {
    if (!isClosed) {
      context.log(cause, remote, detail);
      close(code, detail);
    }
  }

  /** Closes the WebSocket; reports the failures of waiting messages first, then the end. */
  void close(int code, String reason) {
    if (!isClosed) {
      channel.close(code, reason);
      onClosed();
    }
  }

  /** Handles the end of the WebSocket. */
  void onClosed() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    input.close();
    all.remove(this);
    if (inHand != null) {
      context.failed(inHand.onFailed);
    }
    waiting.forEach(message -> context.failed(message.onFailed));
    waiting.clear();
    noteHeld();
    context.loop().execute(() -> context.user().onClosed(this));
  }

  @Override
  public long serial() {
    return serial;
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
}
