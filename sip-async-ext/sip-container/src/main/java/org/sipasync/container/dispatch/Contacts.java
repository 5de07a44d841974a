package org.sipasync.container.dispatch;

import java.net.InetSocketAddress;
import org.sipasync.container.routing.Home;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;

/** Addresses that this container is reached at. Thread-safe. */
public interface Contacts extends Home {
  /** Contact of the listen point that a message came by, or leaves by; null if there is none. */
  SipUri contact(Transport transport, InetSocketAddress local);

  /** Contact of the listen point of a flow; the default one if it has none. */
  default SipUri contact(Flow flow) {
    SipUri contact = contact(flow.transport(), flow.local());
    return contact == null ? defaultContact() : contact;
  }
}
