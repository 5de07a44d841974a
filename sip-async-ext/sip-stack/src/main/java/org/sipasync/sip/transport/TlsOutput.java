package org.sipasync.sip.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import org.sipasync.sip.transport.tls.TlsRefusal;

/** Records of a TLS connection on their way to the socket. For the loop's thread only. */
final class TlsOutput {
  private static final byte[] NONE = {};
  private static final ByteBuffer NOTHING = ByteBuffer.wrap(NONE);

  /** Records that are made when closing: an alert, and perhaps one before. */
  private static final int LAST_RECORDS = 3;

  /** Bytes of handshakes and key updates that a peer may leave unread. */
  private static final int MAX_UNSENT = 128 << 10;

  private final SocketChannel channel;
  private final SSLEngine engine;
  private final ByteBuffer record;
  private byte[] unsent = NONE;

  /**
   * Creates an output.
   *
   * @param record buffer for one record, used within one call only
   */
  TlsOutput(SocketChannel channel, SSLEngine engine, ByteBuffer record) {
    this.channel = channel;
    this.engine = engine;
    this.record = record;
  }

  /** Encrypts as much text as fits one record, and sends it. */
  SSLEngineResult wrap(ByteBuffer text) throws IOException {
    SSLEngineResult result = engine.wrap(text, record.clear());
    send(record.flip());
    return result;
  }

  /** Sends a record of what the engine has to say. */
  SSLEngineResult speak() throws IOException {
    return wrap(NOTHING);
  }

  private void send(ByteBuffer out) throws IOException {
    if (unsent.length == 0) {
      channel.write(out);
    }
    if (out.hasRemaining()) {
      int at = unsent.length;
      if (at + out.remaining() > MAX_UNSENT) {
        throw new TlsRefusal("the peer does not read");
      }
      unsent = Arrays.copyOf(unsent, at + out.remaining());
      out.get(unsent, at, out.remaining());
    }
  }

  /** Sends what the socket has not accepted before. */
  void flush() throws IOException {
    if (unsent.length > 0) {
      int written = channel.write(ByteBuffer.wrap(unsent));
      unsent = written == unsent.length ? NONE : Arrays.copyOfRange(unsent, written, unsent.length);
    }
  }

  /** Tells the peer why, or close_notify, if the socket takes it at once. */
  void sayGoodbye() throws IOException {
    engine.closeOutbound();
    for (int i = 0; i < LAST_RECORDS; i++) {
      SSLEngineResult result = speak();
      if (result.getStatus() != Status.OK || result.bytesProduced() == 0) {
        return;
      }
    }
  }

  /** Returns the bytes that the socket has not accepted yet. */
  int unsent() {
    return unsent.length;
  }

  /** Drops what the socket has not accepted. */
  void drop() {
    unsent = NONE;
  }
}
