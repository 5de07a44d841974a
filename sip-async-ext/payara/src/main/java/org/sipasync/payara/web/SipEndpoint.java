package org.sipasync.payara.web;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.sipasync.sip.message.Limits;
import org.sipasync.sip.transport.WebSocketChannel;
import org.sipasync.sip.transport.WebSocketInput;
import org.sipasync.support.Failures;
import org.sipasync.support.LimitedLog;

/** One client's WebSocket: hands frames to the SIP stack. Public for the WebSocket library. */
public final class SipEndpoint extends Endpoint {
  private static final LimitedLog LOG =
      new LimitedLog(System.getLogger(SipEndpoint.class.getName()));

  private final OpenGate gate;
  private SessionChannel channel;
  private InetSocketAddress peer;
  private volatile WebSocketInput input;

  SipEndpoint(OpenGate gate) {
    this.gate = gate;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.setMaxTextMessageBufferSize(Limits.MESSAGE);
    session.setMaxBinaryMessageBufferSize(Limits.MESSAGE);
    Handshake handshake = (Handshake) session.getUserProperties().remove(OpenGate.HANDSHAKE);
    channel = new SessionChannel(session, handshake.guard(), gate.closers());
    peer = handshake.remote();
    WebSocketInput opened =
        gate.door().open(handshake.isSecure(), handshake.local(), handshake.remote(), channel);
    if (opened == null) {
      channel.close(WebSocketChannel.TRY_AGAIN, "too many WebSockets");
      return;
    }
    input = opened;
    gate.add(channel);
    session.addMessageHandler(
        String.class,
        (MessageHandler.Whole<String>)
            text -> opened.message(text.getBytes(StandardCharsets.UTF_8)));
    session.addMessageHandler(
        ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) data -> opened.message(bytes(data)));
    session.addMessageHandler(
        PongMessage.class, (MessageHandler.Whole<PongMessage>) pong -> opened.pong());
  }

  private static byte[] bytes(ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return bytes;
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    gate.remove(channel);
    if (input != null) {
      input.closed();
    }
  }

  /** Handles what breaks RFC 6455, and failures of the library; it closes the WebSocket itself. */
  @Override
  public void onError(Session session, Throwable failure) {
    LOG.log(Level.INFO, "error", "WebSocket failed, peer " + peer + ": " + cause(failure));
  }

  /** The library's failures have whole sentences; others are named. */
  static String cause(Throwable failure) {
    Throwable root = Failures.rootOf(failure);
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
