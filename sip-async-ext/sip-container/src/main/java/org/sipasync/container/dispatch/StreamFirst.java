package org.sipasync.container.dispatch;

import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transaction.ClientUser;

/**
 * User of a request that is too large for a datagram and goes by a connection first (RFC 3261
 * 18.1.1). If there is none to the peer, the request goes as a datagram all the same. On the loop.
 */
final class StreamFirst implements ClientUser {
  private final ClientUser user;
  private final Runnable byDatagram;
  private boolean isAnswered;

  StreamFirst(ClientUser user, Runnable byDatagram) {
    this.user = user;
    this.byDatagram = byDatagram;
  }

  @Override
  public void onResponse(SipResponse response) {
    isAnswered = true;
    user.onResponse(response);
  }

  @Override
  public void onTimeout() {
    user.onTimeout();
  }

  @Override
  public void onTransportError() {
    if (isAnswered) {
      user.onTransportError();
    } else {
      byDatagram.run();
    }
  }
}
