package org.sipasync.testkit.phone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** SIP over WebSocket (RFC 7118): one message a frame, and a host under {@code .invalid}. */
final class WebSocketWire implements Wire, WebSocket.Listener {
  private static final SipMessage END = SipMessage.parse("END\r\n\r\n");
  private static final AtomicInteger NEXT = new AtomicInteger(1);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final String host = UUID.randomUUID().toString().substring(0, 12) + ".invalid";
  private final int number = NEXT.getAndIncrement();
  private final BlockingQueue<SipMessage> received = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private final boolean isBinary;
  private final String transport;
  private final WebSocket socket;

  private WebSocketWire(HttpClient client, URI endpoint, boolean isBinary) throws IOException {
    this.isBinary = isBinary;
    this.transport = endpoint.getScheme().toUpperCase(java.util.Locale.ROOT);
    try {
      socket = client.newWebSocketBuilder().subprotocols("sip").buildAsync(endpoint, this).join();
    } catch (CompletionException e) {
      throw new IOException("No WebSocket to " + endpoint + ": " + e.getCause(), e);
    }
  }

  /**
   * Connects.
   *
   * @param isBinary true to send binary frames, false to send text
   */
  static Wire to(URI endpoint, boolean isBinary) throws IOException {
    return new WebSocketWire(CLIENT, endpoint, isBinary);
  }

  /** Connects over TLS, and sends text. */
  static Wire to(URI endpoint, SSLContext context) throws IOException {
    return new WebSocketWire(HttpClient.newBuilder().sslContext(context).build(), endpoint, false);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    return onData(from, data.toString().getBytes(StandardCharsets.UTF_8), last);
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return onData(from, bytes, last);
  }

  private CompletionStage<?> onData(WebSocket from, byte[] bytes, boolean last) {
    partial.writeBytes(bytes);
    if (last) {
      String text = partial.toString(StandardCharsets.UTF_8);
      partial.reset();
      if (!text.isBlank()) {
        received.add(SipMessage.parse(text));
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    received.add(END);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    received.add(END);
  }

  @Override
  public String transport() {
    return transport;
  }

  /** Returns a number of this wire: nobody is reached by a port here. */
  @Override
  public int localPort() {
    return number;
  }

  @Override
  public String sentBy() {
    return host;
  }

  @Override
  public synchronized void send(byte[] message) throws IOException {
    try {
      if (isBinary) {
        socket.sendBinary(ByteBuffer.wrap(message), true).join();
      } else {
        socket.sendText(new String(message, StandardCharsets.UTF_8), true).join();
      }
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
  }

  @Override
  public SipMessage receive() {
    try {
      SipMessage message = received.take();
      return message == END ? null : message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public void close() {
    received.add(END);
    socket.abort();
  }
}
