package org.sipasync.testkit;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.sipasync.testkit.phone.SipMessage;

/** Answers each SIP request over UDP with one status, but for what is lost. */
public final class SipResponder implements AutoCloseable {
  private final DatagramSocket socket;
  private final int status;
  private final Predicate<SipMessage> lost;
  private final Set<String> methods = ConcurrentHashMap.newKeySet();

  /**
   * Begins to answer, on a free port of loopback.
   *
   * @param lost which requests it does not answer
   */
  public SipResponder(int status, Predicate<SipMessage> lost) throws IOException {
    this.status = status;
    this.lost = lost;
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "sip-responder");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns its address. */
  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** The methods of all requests that came. */
  public Set<String> methods() {
    return methods;
  }

  private void serve() {
    byte[] buffer = new byte[65_536];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        SipMessage request =
            SipMessage.parse(new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8));
        methods.add(request.method());
        if (!request.method().equals("ACK") && !lost.test(request)) {
          byte[] answer = answer(request).getBytes(StandardCharsets.UTF_8);
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  private String answer(SipMessage request) {
    StringBuilder answer = new StringBuilder("SIP/2.0 " + status + " So\r\n");
    for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
      answer.append(name).append(": ").append(request.header(name));
      answer.append(name.equals("To") ? ";tag=responder\r\n" : "\r\n");
    }
    return answer.append("Content-Length: 0\r\n\r\n").toString();
  }

  @Override
  public void close() {
    socket.close();
  }
}
