package org.sipasync.sip.locate;

import java.net.InetSocketAddress;
import org.sipasync.sip.transport.Transport;

/** Address and transport of one server; for WS and WSS an unresolved host, which is a client's. */
public record Target(Transport transport, InetSocketAddress address) {}
