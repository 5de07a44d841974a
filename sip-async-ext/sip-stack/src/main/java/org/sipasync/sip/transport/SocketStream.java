package org.sipasync.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Bytes of a connection on their way from and to its socket, as they are or encrypted. Never
 * blocks. For the loop's thread only.
 */
interface SocketStream extends ByteChannel {
  /** Returns the buffer that one read fits into, shared by all connections of the loop. */
  ByteBuffer readBuffer();

  /** Begins, once the socket is connected. */
  default void begin() throws IOException {}

  /** Goes on with the handshake as far as possible without waiting. */
  default void handshake() throws IOException {}

  /** True once messages can pass. */
  default boolean isEstablished() {
    return true;
  }

  /** True while nothing can be read since a computation runs elsewhere. */
  default boolean isPaused() {
    return false;
  }

  /** True if the peer has ended its stream although the socket is open. */
  default boolean isInputEnded() {
    return false;
  }

  /** Writes what was taken for writing before. */
  default void flush() throws IOException {}

  /** Returns the bytes taken for writing that the socket has not accepted yet. */
  default int unsent() {
    return 0;
  }

  /** Returns the bytes that this stream holds: unsent ones, and those of an incomplete record. */
  default int held() {
    return 0;
  }

  /** True if the peer has proved to be who an address names. */
  boolean proves(InetSocketAddress peer);

  /** Returns the certificate that the peer has shown, verified, and its issuers. Thread-safe. */
  default List<X509Certificate> certificates() {
    return List.of();
  }

  /** Returns the names that the peer has proved, for messages. */
  default String provedNames() {
    return "";
  }

  /** Ends our direction; what comes is then read to be discarded. */
  void endOutput() throws IOException;
}
