package org.sipasync.sip.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.sipasync.sip.transport.tls.ClientAuth;
import org.sipasync.sip.transport.tls.TlsEngines;

/** Base of TLS tests: the server is driven by the test, clients block on threads of their own. */
abstract class TlsTestBase extends TransportTest {
  private static final int MAX_ROUNDS = 20_000;
  private static final int TIMEOUT = 60_000;

  final TestCertificate server = TestCertificate.of(TestCertificate.SERVER);
  final TestCertificate phone = TestCertificate.of(TestCertificate.PHONE);

  TlsEngines engines;

  /** Listens with the server's certificate. */
  InetSocketAddress listenTls(ClientAuth clientAuth) throws IOException {
    return listenTls(server.engines(phone, clientAuth));
  }

  InetSocketAddress listenTls(TlsEngines made) throws IOException {
    engines = made;
    limit(TransportLimits.DEFAULTS);
    return transports.listen(made, new InetSocketAddress("127.0.0.1", 0));
  }

  /** Runs blocking work on another thread, and the loop meanwhile; throws what it throws. */
  <T> T meanwhile(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "client");
    thread.setDaemon(true);
    thread.start();
    for (int round = 0; round < MAX_ROUNDS && !task.isDone(); round++) {
      loop.runOnce(5);
    }
    assertThat(task.isDone()).as("client has finished").isTrue();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  SSLSocket open(SSLContext context, InetSocketAddress to, String... protocols) throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
    closing(
        () -> {
          if (!socket.isClosed()) {
            socket.setSoTimeout(1); // it waits for the server's close, which nobody runs any more
            socket.close();
          }
        });
    socket.setSoTimeout(TIMEOUT);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    socket.connect(to, TIMEOUT);
    return socket;
  }

  SSLSocket open(InetSocketAddress to, String... protocols) throws Exception {
    return open(server.clientContext(null), to, protocols);
  }

  static void write(SSLSocket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Reads until the text ends so, or to the end of stream. */
  static String readUntil(SSLSocket socket, String end) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    byte[] bytes = new byte[65_536];
    while (text.indexOf(end, Math.max(0, text.length() - end.length())) < 0) {
      int n = in.read(bytes);
      if (n < 0) {
        break;
      }
      text.append(new String(bytes, 0, n, ISO_8859_1));
    }
    return text.toString();
  }
}
