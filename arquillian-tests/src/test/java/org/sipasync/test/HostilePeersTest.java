package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.test.app.OneServlet;
import org.sipasync.testkit.phone.SipPhone;

/** Peers that misbehave over TCP do not delay other peers. */
@ArquillianTest
class HostilePeersTest extends InContainer {
  private static final int REQUESTS = 900;
  private static final int CONNECTIONS = 500;
  private static final int ENDLESS = 64 * 1024 * 1024;

  @Deployment(testable = false)
  static WebArchive one() {
    return war("one", OneServlet.class.getPackage());
  }

  @AfterEach
  void othersAreServed() {
    for (String transport : List.of("udp", "tcp")) {
      try (SipPhone phone = phone(transport)) {
        for (int i = 0; i < 20; i++) {
          phone.request("OPTIONS", "pause;ms=1").expect(200);
        }
      }
    }
  }

  private static SocketChannel connect() throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), SIP_PORT));
    channel.configureBlocking(false);
    return channel;
  }

  private static ByteBuffer options() {
    String id = UUID.randomUUID().toString();
    String text =
        """
        OPTIONS sip:pause@127.0.0.1;ms=1 SIP/2.0
        Via: SIP/2.0/TCP 127.0.0.1:5999;branch=z9hG4bK%s
        From: <sip:a@127.0.0.1>;tag=a;padding=%s
        To: <sip:b@127.0.0.1>
        Call-ID: %s
        CSeq: 1 OPTIONS
        Max-Forwards: 70
        Content-Length: 0

        """
            .formatted(id, "x".repeat(12_000), id)
            .replace("\n", "\r\n");
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @Tag("C-A1")
  @DisplayName("C-A1: a peer that sends and never reads delays no other")
  void peerThatNeverReads() throws IOException {
    try (SocketChannel peer = connect()) {
      int idleWrites = 0;
      for (int i = 0; i < REQUESTS && idleWrites < 1_000; i++) {
        ByteBuffer request = options();
        while (request.hasRemaining() && idleWrites < 1_000) {
          idleWrites = write(peer, request) ? 0 : idleWrites + 1;
        }
      }
      othersAreServed();
    }
  }

  /** False if nothing could be written for a moment. */
  private static boolean write(SocketChannel peer, ByteBuffer request) throws IOException {
    if (peer.write(request) > 0) {
      return true;
    }
    Thread.onSpinWait();
    return false;
  }

  @Test
  @Tag("C-A6")
  @DisplayName("C-A6: endless lines and headers are cut off")
  void endlessMessages() {
    assertThat(writtenUntilClosed("X: a\r\n")).isLessThan(ENDLESS);
    assertThat(writtenUntilClosed("xxxxxx")).isLessThan(ENDLESS);
  }

  private static long writtenUntilClosed(String endless) {
    byte[] block = endless.repeat(10_000).getBytes(StandardCharsets.US_ASCII);
    long written = 0;
    try (Socket peer = new Socket("127.0.0.1", SIP_PORT)) {
      peer.getOutputStream()
          .write("OPTIONS sip:a@127.0.0.1 SIP/2.0\r\nX: ".getBytes(StandardCharsets.US_ASCII));
      while (written < ENDLESS) {
        peer.getOutputStream().write(block);
        written += block.length;
      }
    } catch (IOException closedByTheServer) {
      return written;
    }
    return written;
  }

  @Test
  @Tag("C-A7")
  @DisplayName("C-A7: silent connections delay no other peer")
  void silentConnections() throws IOException {
    List<SocketChannel> silent = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        silent.add(connect());
      }
      othersAreServed();
    } finally {
      for (SocketChannel channel : silent) {
        channel.close();
      }
    }
  }
}
