package org.sipasync.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.transport.tls.PeerIdentity;
import org.sipasync.sip.transport.tls.TlsRefusal;

/**
 * Bytes of one connection, encrypted by TLS 1.2 or 1.3. The computations of its handshake run on
 * {@link HandshakeThreads}; while they do, nothing is read and the engine is not touched.
 *
 * <pre>
 *   SHAKING ──▶ COMPUTING          handshake: the engine says what comes next
 *      ▲   ◀────────┘ │
 *      │ finished     │ closed
 *      ▼              ▼
 *   ESTABLISHED ──▶ CLOSED         a second handshake (renegotiation) is refused
 * </pre>
 *
 * <p>At most one message's records and an incomplete record are held here.
 */
final class TlsStream implements SocketStream {
  private static final byte[] NONE = {};

  private final SocketChannel channel;
  private final TlsBuffers buffers;
  private final HandshakeThreads threads;
  private final EventLoop loop;
  private final SSLEngine engine;
  private final Runnable onComputed;
  private final TlsOutput out;
  private HandshakeStatus status;
  private PeerIdentity identity = PeerIdentity.NONE;
  private volatile List<X509Certificate> certificates = List.of();
  private byte[] rest = NONE;
  private boolean hasRead;
  private boolean isComputing;
  private boolean isEstablished;
  private boolean isInputEnded;
  private boolean isOutputEnded;

  /**
   * Creates a stream.
   *
   * @param engine of a server or client
   * @param onComputed runs on the loop's thread when {@link #handshake} can go on
   */
  TlsStream(
      SocketChannel channel,
      SSLEngine engine,
      TlsBuffers buffers,
      HandshakeThreads threads,
      EventLoop loop,
      Runnable onComputed) {
    this.channel = channel;
    this.engine = engine;
    this.buffers = buffers;
    this.threads = threads;
    this.loop = loop;
    this.onComputed = onComputed;
    this.out = new TlsOutput(channel, engine, buffers.out);
  }

  @Override
  public ByteBuffer readBuffer() {
    return buffers.plain;
  }

  @Override
  public void begin() throws IOException {
    engine.beginHandshake();
    status = engine.getHandshakeStatus();
  }

  @Override
  public void handshake() throws IOException {
    flush();
    if (!isEstablished && read(buffers.plain.clear()) < 0 && !isEstablished) {
      throw new TlsRefusal("the peer ended it");
    }
  }

  @Override
  public boolean isEstablished() {
    return isEstablished;
  }

  @Override
  public boolean isPaused() {
    return isComputing;
  }

  @Override
  public boolean isInputEnded() {
    return isInputEnded;
  }

  /** Reads once from the socket; returns the text of all records that are complete. */
  @Override
  public int read(ByteBuffer plain) throws IOException {
    if (isComputing) {
      return 0;
    }
    if (isOutputEnded) {
      return channel.read(plain);
    }
    ByteBuffer in = buffers.encrypted(rest);
    int n = in.hasRemaining() ? channel.read(in) : 0;
    in.flip();
    int before = plain.position();
    try {
      process(in, plain);
    } finally {
      rest = in.hasRemaining() ? bytes(in) : NONE;
    }
    int got = plain.position() - before;
    return got == 0 && (n < 0 || isInputEnded) ? -1 : got;
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return bytes;
  }

  /** Does what the engine asks for, until it wants more bytes, a computation or nothing more. */
  private void process(ByteBuffer in, ByteBuffer plain) throws IOException {
    while (true) {
      if (status == HandshakeStatus.NEED_TASK) {
        compute();
        return;
      }
      SSLEngineResult result;
      if (status == HandshakeStatus.NEED_WRAP) {
        result = out.speak();
      } else {
        TlsRecords.check(in, !hasRead);
        hasRead |= in.hasRemaining();
        result = engine.unwrap(in, plain);
      }
      if (note(result.getHandshakeStatus())) {
        return; // what is left of the input is text for the next read
      }
      if (result.getStatus() == Status.CLOSED) {
        isInputEnded = true;
        return;
      }
      if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
        return;
      }
      if (result.getStatus() == Status.BUFFER_OVERFLOW) {
        throw new TlsRefusal("more text than one read may have");
      }
    }
  }

  /** Takes in what the engine wants next; true if that is the end of the handshake. */
  private boolean note(HandshakeStatus next) throws SSLException {
    status = next;
    if (isEstablished && next == HandshakeStatus.NEED_TASK) {
      throw new TlsRefusal("renegotiation is refused");
    }
    if (!isEstablished
        && (next == HandshakeStatus.FINISHED || next == HandshakeStatus.NOT_HANDSHAKING)) {
      isEstablished = true;
      certificates = peerCertificates();
      identity = certificates.isEmpty() ? identity : PeerIdentity.of(certificates.get(0));
      return true;
    }
    return false;
  }

  private List<X509Certificate> peerCertificates() {
    try {
      return Stream.of(engine.getSession().getPeerCertificates())
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }

  private void compute() throws IOException {
    isComputing = true;
    if (!threads.execute(this::runComputations)) {
      throw new TlsRefusal("too many handshakes at once");
    }
  }

  private void runComputations() {
    try {
      for (Runnable task = engine.getDelegatedTask();
          task != null;
          task = engine.getDelegatedTask()) {
        task.run();
      }
    } finally {
      loop.execute(this::computed);
    }
  }

  private void computed() {
    isComputing = false;
    status = engine.getHandshakeStatus();
    onComputed.run();
  }

  @Override
  public int write(ByteBuffer text) throws IOException {
    int before = text.position();
    flush();
    while (isEstablished && text.hasRemaining() && out.unsent() == 0) {
      SSLEngineResult result = out.wrap(text);
      if (result.getStatus() == Status.CLOSED) {
        throw new ClosedChannelException();
      }
      if (result.bytesProduced() == 0) {
        break;
      }
    }
    return text.position() - before;
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public int unsent() {
    return out.unsent();
  }

  @Override
  public int held() {
    return out.unsent() + rest.length;
  }

  @Override
  public boolean proves(InetSocketAddress peer) {
    return identity.proves(peer);
  }

  @Override
  public List<X509Certificate> certificates() {
    return certificates;
  }

  @Override
  public String provedNames() {
    return identity.toString();
  }

  @Override
  public void endOutput() throws IOException {
    sayGoodbye();
    isOutputEnded = true;
    out.drop();
    channel.shutdownOutput();
  }

  /** Ends the conversation with a peer that speaks TLS. */
  private void sayGoodbye() throws IOException {
    if (!isOutputEnded && !isComputing && hasRead) {
      out.sayGoodbye();
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    try {
      if (channel.isConnected()) {
        sayGoodbye();
      }
    } catch (IOException e) {
      // the peer learns it from the socket
    } finally {
      rest = NONE;
      out.drop();
      channel.close();
    }
  }
}
