package org.sipasync.sample.page;

import jakarta.servlet.ServletContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipURI;

/** The application's SIP address over UDP. */
final class SipAddress {
  private SipAddress() {}

  /** From the container's list of outbound interfaces (JSR 289, 14.2); empty without UDP. */
  static Optional<InetSocketAddress> of(ServletContext context) throws UnknownHostException {
    Object interfaces = context.getAttribute(SipServlet.OUTBOUND_INTERFACES);
    for (Object found : interfaces instanceof List<?> list ? list : List.of()) {
      if (found instanceof SipURI uri && !"tcp".equalsIgnoreCase(uri.getTransportParam())) {
        InetAddress host = InetAddress.getByName(uri.getHost());
        return Optional.of(
            new InetSocketAddress(
                host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host, uri.getPort()));
      }
    }
    return Optional.empty();
  }
}
