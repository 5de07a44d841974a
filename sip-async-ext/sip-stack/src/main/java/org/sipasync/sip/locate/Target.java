package org.sipasync.sip.locate;

import java.net.InetSocketAddress;
import org.sipasync.sip.transport.Transport;

/** Where and how to reach one server. */
public record Target(Transport transport, InetSocketAddress address) {}
