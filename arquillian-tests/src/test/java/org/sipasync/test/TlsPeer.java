package org.sipasync.test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.sipasync.testkit.phone.SipMessage;

/** SIP server over TLS that answers each request 200, and remembers what came. */
final class TlsPeer implements AutoCloseable {
  private final ServerSocket socket;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<SipMessage> requests = new CopyOnWriteArrayList<>();

  /** Listens on a free port of loopback. */
  TlsPeer(SSLContext context) throws IOException {
    socket =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    start(this::accept);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "tls-peer");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Connections whose handshake has succeeded and that brought a request. */
  int connections() {
    return connections.get();
  }

  List<SipMessage> requests() {
    return requests;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket accepted = socket.accept();
        start(() -> serve(accepted));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket accepted) {
    try (accepted) {
      InputStream in = accepted.getInputStream();
      boolean isFirst = true;
      for (String head = head(in); head != null; head = head(in)) {
        SipMessage request = SipMessage.parse(head);
        in.skipNBytes(request.find("Content-Length").map(Long::parseLong).orElse(0L));
        requests.add(request);
        if (isFirst) {
          connections.incrementAndGet();
          isFirst = false;
        }
        if (!request.method().equals("ACK")) {
          accepted.getOutputStream().write(answer(request).getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException refused) {
      // the test looks at what the server says
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private String answer(SipMessage request) {
    StringBuilder answer = new StringBuilder("SIP/2.0 200 OK\r\n");
    request.all("Via").forEach(via -> answer.append("Via: ").append(via).append("\r\n"));
    request
        .all("Record-Route")
        .forEach(r -> answer.append("Record-Route: ").append(r).append("\r\n"));
    for (String name : List.of("From", "To", "Call-ID", "CSeq")) {
      boolean isNew = name.equals("To") && !request.header("To").contains("tag=");
      answer.append(name).append(": ").append(request.header(name));
      answer.append(isNew ? ";tag=peer\r\n" : "\r\n");
    }
    answer.append("Contact: <sip:peer@127.0.0.1:").append(port()).append(";transport=tls>\r\n");
    return answer.append("Content-Length: 0\r\n\r\n").toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
