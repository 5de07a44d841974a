package org.sipasync.sip.transport;

import java.net.InetSocketAddress;

/** Flow of a connection that could not be started; every send fails. */
record FailedFlow(
    TransportContext context,
    Transport transport,
    InetSocketAddress local,
    InetSocketAddress remote)
    implements Flow {
  @Override
  public void send(byte[] message, Runnable onFailed) {
    context.failed(onFailed);
  }
}
