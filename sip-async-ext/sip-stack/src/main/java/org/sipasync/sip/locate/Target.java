package org.sipasync.sip.locate;

import java.net.InetSocketAddress;
import org.sipasync.sip.transport.Transport;

/** Address and transport of one server. */
public record Target(Transport transport, InetSocketAddress address) {}
