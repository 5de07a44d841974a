package org.sipasync.payara.server;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.sipasync.Problem;

/** Tells before anything is started whether the listen points can be bound. */
public final class PortCheck {
  private PortCheck() {}

  /** Throws SIPA-0102 for the first that cannot be bound. */
  public static void free(List<ListenPoint> points) {
    for (ListenPoint point : points) {
      try {
        tryToBind(point);
      } catch (IOException e) {
        throw Problem.PORT_TAKEN.exception(point, e.getMessage(), e);
      }
    }
  }

  private static void tryToBind(ListenPoint point) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName(point.host()), point.port());
    if (point.transport().equals("udp")) {
      new DatagramSocket(address).close();
    } else {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(address);
      }
    }
  }
}
