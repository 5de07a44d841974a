package org.sipasync.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.sipasync.sip.transport.TransportCounters.Counter;
import org.sipasync.sip.transport.tls.TlsEngines;

/**
 * Socket that accepts TCP or TLS connections. If accepting fails, such as for want of file
 * descriptors, it pauses rather than retrying in each round.
 */
final class TcpListenPoint implements ListeningSocket {
  /** Accepts one connection; null if none is pending. */
  @FunctionalInterface
  interface Acceptor {
    SocketChannel accept() throws IOException;
  }

  static final Duration PAUSE = Duration.ofMillis(500);
  private static final int BACKLOG = 1_024;

  private final TransportContext context;
  private final Connections connections;
  private final TlsEngines engines;
  private final ServerSocketChannel channel;
  private final InetSocketAddress local;
  private final Acceptor acceptor;
  private final SelectionKey key;

  /** Accepts connections; {@code engines} is null for plain TCP. */
  TcpListenPoint(
      TransportContext context,
      Connections connections,
      TlsEngines engines,
      ServerSocketChannel channel)
      throws IOException {
    this(context, connections, engines, channel, channel::accept);
  }

  TcpListenPoint(
      TransportContext context,
      Connections connections,
      TlsEngines engines,
      ServerSocketChannel channel,
      Acceptor acceptor)
      throws IOException {
    this.context = context;
    this.connections = connections;
    this.engines = engines;
    this.channel = channel;
    this.acceptor = acceptor;
    this.local = (InetSocketAddress) channel.getLocalAddress();
    this.key = context.loop().register(channel, SelectionKey.OP_ACCEPT, ops -> accept());
  }

  /** Opens a bound server socket. */
  static ServerSocketChannel bind(InetSocketAddress address) throws IOException {
    ServerSocketChannel channel =
        ServerSocketChannel.open(
            Addresses.isIpv4(address) ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return channel.bind(address, BACKLOG);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  Transport transport() {
    return engines == null ? Transport.TCP : Transport.TLS;
  }

  /** Returns what makes the engines of its connections; null for plain TCP. */
  TlsEngines engines() {
    return engines;
  }

  private void accept() {
    for (int i = context.limits().maxReadsPerRound(); i > 0; i--) {
      try {
        SocketChannel accepted = acceptor.accept();
        if (accepted == null) {
          return;
        }
        connections.accept(this, accepted);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        pause(e);
        return;
      }
    }
  }

  private void pause(IOException cause) {
    context.counters().add(Counter.ACCEPT_PAUSES);
    key.interestOps(0);
    context.loop().timerAfter(context.loop().now(), PAUSE, this::resume);
    context.log("Accepting connections failed", local, cause);
  }

  private void resume() {
    if (key.isValid()) {
      key.interestOps(SelectionKey.OP_ACCEPT);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      context.log("Closing a server socket failed", local, e);
    }
  }
}
