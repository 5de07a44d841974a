package org.sipasync.container.dispatch;

import java.net.InetSocketAddress;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.Transport;

/** Addresses that this container is reached at. Thread-safe. */
public interface Contacts {
  /** Contact of the listen point that a message came by, or leaves by. */
  SipUri contact(Transport transport, InetSocketAddress local);

  /** Contact of requests whose way is not known yet. */
  SipUri defaultContact();

  /** True if a URI, as of a Route, leads here. */
  boolean isOwn(SipUri uri);
}
