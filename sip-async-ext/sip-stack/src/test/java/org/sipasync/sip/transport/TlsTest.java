package org.sipasync.sip.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.sip.transport.TransportCounters.Counter;
import org.sipasync.sip.transport.tls.ClientAuth;

class TlsTest extends TlsTestBase {
  private static final String END = "\r\n\r\n";

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void answersGoBackOnTheConnection(String protocol) throws Exception {
    InetSocketAddress address = listenTls(ClientAuth.NONE);
    user.answer = 200;
    SSLSocket client = open(address, protocol);
    String answer =
        meanwhile(
            () -> {
              write(client, Texts.options("TLS", "192.0.2.1:9;rport", 1));
              return readUntil(client, END);
            });
    assertThat(answer).startsWith("SIP/2.0 200").contains("Via: SIP/2.0/TLS 192.0.2.1");
    assertThat(client.getSession().getProtocol()).isEqualTo(protocol);
    assertThat(user.flows.get(0).transport()).isEqualTo(Transport.TLS);
    assertThat(user.flows.get(0).local()).isEqualTo(address);
    assertThat(count(Counter.HANDSHAKES)).isEqualTo(1);
    assertThat(log.lines).isEmpty();
    client.setSoTimeout(1);
    client.close();
    until(() -> user.closed.size() == 1);
    assertThat(transports.connections()).isZero();
  }

  @Test
  void aVersionBefore12IsRefused() throws Exception {
    InetSocketAddress address = listenTls(ClientAuth.NONE);
    SSLSocket client = open(address, "TLSv1.1");
    assertThatThrownBy(
            () ->
                meanwhile(
                    () -> {
                      client.startHandshake();
                      return null;
                    }))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aViaOfAnotherTransportIsRefused() throws Exception {
    InetSocketAddress address = listenTls(ClientAuth.NONE);
    SSLSocket client = open(address);
    String answer =
        meanwhile(
            () -> {
              write(client, Texts.options("TCP", "192.0.2.1", 1));
              return readUntil(client, END);
            });
    assertThat(answer).startsWith("SIP/2.0 400 Via Names Another Transport");
  }

  @Test
  void recordsCutAnywhereGiveTheSameMessages() throws Exception {
    InetSocketAddress address = listenTls(ClientAuth.NONE);
    user.answer = 200;
    Socket cutting = closing(new CuttingSocket());
    cutting.connect(address);
    cutting.setTcpNoDelay(true);
    SSLSocket client =
        (SSLSocket)
            server
                .clientContext(null)
                .getSocketFactory()
                .createSocket(cutting, "sip.example.com", address.getPort(), true);
    int messages = 20;
    meanwhile(
        () -> {
          for (int i = 1; i <= messages; i++) {
            write(client, Texts.options("TLS", "192.0.2.1", i));
            assertThat(readUntil(client, END)).startsWith("SIP/2.0 200");
          }
          return null;
        });
    assertThat(user.requests).hasSize(messages);
  }

  /** Writes in pieces of 1 to 97 bytes. */
  private static final class CuttingSocket extends Socket {
    @Override
    public OutputStream getOutputStream() throws IOException {
      OutputStream out = super.getOutputStream();
      return new OutputStream() {
        private int size = 1;

        @Override
        public void write(int b) throws IOException {
          out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          for (int done = 0; done < length; done += size) {
            size = size % 97 + 1;
            out.write(bytes, from + done, Math.min(size, length - done));
            size = Math.min(size, length - done);
          }
        }
      };
    }
  }

  @Test
  void manyMessagesInOneRecordAndLargeAnswersPass() throws Exception {
    InetSocketAddress address = listenTls(ClientAuth.NONE);
    SSLSocket client = open(address);
    int messages = 50;
    meanwhile(
        () -> {
          StringBuilder text = new StringBuilder();
          for (int i = 1; i <= messages; i++) {
            text.append(Texts.options("TLS", "192.0.2.1", i));
          }
          write(client, text.toString());
          return null;
        });
    until(() -> user.requests.size() == messages);
    byte[] big = new byte[200_000];
    java.util.Arrays.fill(big, (byte) 'a');
    big[big.length - 1] = '\n';
    user.flows.get(0).send(big, null);
    assertThat(meanwhile(() -> readUntil(client, "\n"))).isEqualTo(new String(big, ISO_8859_1));
  }

  @Test
  void aPeerThatDoesNotReadIsDropped() throws Exception {
    InetSocketAddress address = listenTls(ClientAuth.NONE);
    SSLSocket client = open(address);
    meanwhile(
        () -> {
          write(client, Texts.options("TLS", "192.0.2.1", 1));
          return null;
        });
    until(() -> user.requests.size() == 1);
    for (int i = 0; i < 1_000 && user.closed.isEmpty(); i++) {
      user.flows.get(0).send(new byte[50_000], null);
      loop.runOnce(0);
    }
    assertThat(user.closed).hasSize(1);
    assertThat(count(Counter.OVERFLOWED)).isEqualTo(1);
  }

  @Test
  void aKeyUpdateIsAnswered() throws Exception {
    InetSocketAddress address = listenTls(ClientAuth.NONE);
    user.answer = 200;
    SSLSocket client = open(address, "TLSv1.3");
    String answer =
        meanwhile(
            () -> {
              client.startHandshake();
              client.startHandshake(); // a key update in TLS 1.3
              write(client, Texts.options("TLS", "192.0.2.1", 1));
              return readUntil(client, END);
            });
    assertThat(answer).startsWith("SIP/2.0 200");
  }

  @Test
  void renegotiationIsRefused() throws Exception {
    InetSocketAddress address = listenTls(ClientAuth.NONE);
    SSLSocket client = open(address, "TLSv1.2");
    meanwhile(
        () -> {
          client.startHandshake();
          write(client, Texts.options("TLS", "192.0.2.1", 1));
          return null;
        });
    until(() -> user.requests.size() == 1);
    assertThatThrownBy(
            () ->
                meanwhile(
                    () -> {
                      client.startHandshake();
                      return readUntil(client, END);
                    }))
        .isInstanceOf(IOException.class);
    until(() -> user.closed.size() == 1);
    assertThat(log.lines).hasSize(1).first().asString().contains("renegotiation is refused");
  }

  @Test
  void plainSipOnATlsPortEndsWithOneLine() throws Exception {
    SocketChannel client = connect(listenTls(ClientAuth.NONE));
    send(client, Texts.options("TCP", "192.0.2.1", 1));
    assertThat(readToEnd(client)).isEmpty();
    assertRefused("the peer speaks plain SIP on a TLS port");
  }

  @Test
  void rubbishOnATlsPortEndsWithOneLine() throws Exception {
    SocketChannel client = connect(listenTls(ClientAuth.NONE));
    send(client, new byte[] {-128, 46, 1, 3, 1, 0, 21, 0, 0});
    readToEnd(client);
    assertRefused("this is no TLS");
  }

  @Test
  void anOversizedRecordEndsWithOneLine() throws Exception {
    SocketChannel client = connect(listenTls(ClientAuth.NONE));
    send(client, new byte[] {22, 3, 1, 127, -1, 1});
    readToEnd(client);
    assertRefused("a TLS record is too long, bytes: 32767");
  }

  @Test
  void aMalformedHandshakeEndsWithAnAlertAndOneLine() throws Exception {
    SocketChannel client = connect(listenTls(ClientAuth.NONE));
    send(client, new byte[] {22, 3, 1, 0, 5, 1, 0, 0, 1, 7});
    assertThat(readToEnd(client)).as("alert").startsWith("\u0015\u0003");
    assertRefused("TLS handshake failed");
  }

  private void assertRefused(String line) throws IOException {
    until(() -> user.closed.size() == 1);
    assertThat(log.lines).hasSize(1).first().asString().contains(line).doesNotContain("TRACE");
    assertThat(count(Counter.HANDSHAKES_FAILED)).isEqualTo(1);
    assertThat(transports.connections()).isZero();
  }

  @Test
  void tlsOnAPlainPortEndsWithOneLine() throws Exception {
    SSLSocket client = open(listen(Transport.TCP));
    assertThatThrownBy(
            () ->
                meanwhile(
                    () -> {
                      client.startHandshake();
                      return null;
                    }))
        .isInstanceOf(IOException.class);
    assertThat(log.lines)
        .hasSize(1)
        .first()
        .asString()
        .contains("the peer speaks TLS on a plain TCP port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u0016\u0003\u0001\u0001\u0000\u0001\u0000\u0000"})
  @Tag("C-D1")
  void aHandshakeThatDoesNotEndIsDroppedAndDisturbsNobody(String begin) throws Exception {
    InetSocketAddress address = listenTls(ClientAuth.NONE);
    user.answer = 200;
    SocketChannel silent = connect(address);
    send(silent, begin);
    rounds(20);
    SSLSocket client = open(address);
    String answer =
        meanwhile(
            () -> {
              write(client, Texts.options("TLS", "192.0.2.1", 1));
              return readUntil(client, END);
            });
    assertThat(answer).startsWith("SIP/2.0 200");
    clock.pass(ConnectionTimes.DEFAULTS.firstMessage().plus(Duration.ofSeconds(1)));
    until(() -> user.closed.size() == 1);
    assertThat(log.lines).hasSize(1).first().asString().contains("TLS handshake does not end");
    assertThat(transports.connections()).isEqualTo(1);
  }

  @Test
  void aClosedConnectionWithAPendingComputationIsForgotten() throws Exception {
    InetSocketAddress address = listenTls(ClientAuth.NONE);
    SSLSocket client = open(address);
    Thread thread =
        new Thread(
            () -> {
              try {
                client.startHandshake();
              } catch (IOException expected) {
                // the server closes
              }
            });
    thread.setDaemon(true);
    thread.start();
    until(() -> count(Counter.BYTES_READ) > 0 || transports.connections() == 1);
    transports.close();
    rounds(50);
    assertThat(transports.connections()).isZero();
    client.close();
    thread.join(60_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void aHalfClosedPeerGetsItsAnswer() throws Exception {
    InetSocketAddress address = listenTls(ClientAuth.NONE);
    SSLSocket client = open(address, "TLSv1.3");
    meanwhile(
        () -> {
          write(client, Texts.request("INVITE", "TLS", "192.0.2.1;branch=z9hG4bK1", 1, ""));
          client.shutdownOutput();
          return null;
        });
    until(() -> user.requests.size() == 1);
    rounds(20);
    user.flows.get(0).send(user.requests.get(0).response(200).toBytes(), null);
    assertThat(meanwhile(() -> readUntil(client, END))).startsWith("SIP/2.0 200");
    until(() -> user.closed.size() == 1);
  }

  @Test
  void anUnframeableStreamGetsALastAnswer() throws Exception {
    InetSocketAddress address = listenTls(ClientAuth.NONE);
    SSLSocket client = open(address);
    String answer =
        meanwhile(
            () -> {
              String request = Texts.options("TLS", "192.0.2.1", 1);
              write(client, request.replace("Content-Length: 0", "Content-Length: -1"));
              return readUntil(client, "nothing more");
            });
    assertThat(answer).startsWith("SIP/2.0 400");
    client.setSoTimeout(1);
    client.close();
    until(() -> user.closed.size() == 1);
  }
}
