package org.sipasync.container.dispatch;

import java.net.InetSocketAddress;
import java.util.Locale;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.routing.Home;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;

/** Addresses that this container is reached at. Thread-safe. */
public interface Contacts extends Home {
  /** Contact of the listen point that a message came by, or leaves by; null if there is none. */
  SipUri contact(Transport transport, InetSocketAddress local);

  /** Contact of the first listen point of a transport; null if there is none. */
  SipUri contact(Transport transport);

  /** True if there is a listen point of TLS. */
  default boolean hasTls() {
    return contact(Transport.TLS) != null;
  }

  /** Contact of the listen point of a flow; the default one if it has none. */
  default SipUri contact(Flow flow) {
    SipUri contact = contact(flow.transport(), flow.local());
    return contact == null ? defaultContact() : contact;
  }

  /**
   * Contact of the listen point of a flow for a message that asks for TLS on every hop or does not
   * (RFC 5630). With a sips URI, a message between applications has the first TLS listen point's,
   * and one by a WebSocket that of its HTTPS listener, where there is one.
   */
  default SipUri contact(Flow flow, boolean isSecure) {
    if (!isSecure) {
      return contact(flow);
    }
    if (flow.transport().isWebSocket()) {
      return contact(flow).withSecure(flow.transport().isSecure());
    }
    SipUri own = flow.transport() == Transport.TLS ? contact(flow) : contact(Transport.TLS);
    return own == null ? contact(flow) : own.withSecure(true).without("transport");
  }

  /** Origin of what the container makes itself: the listen point of the default contact. */
  default MessageOrigin origin() {
    SipUri here = defaultContact();
    int port = here.port() < 0 ? 5060 : here.port();
    InetSocketAddress own = InetSocketAddress.createUnresolved(here.host(), port);
    return MessageOrigin.ofContainer(own, transport(here));
  }

  /** Via of the listen point of the default contact, without parameters. */
  default String via() {
    SipUri here = defaultContact();
    String port = here.port() < 0 ? "" : ":" + here.port();
    return "SIP/2.0/" + transport(here) + " " + here.host() + port;
  }

  private static String transport(SipUri contact) {
    String transport = contact.parameter("transport");
    return transport == null ? "UDP" : transport.toUpperCase(Locale.ROOT);
  }
}
