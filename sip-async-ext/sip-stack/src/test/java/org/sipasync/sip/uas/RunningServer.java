package org.sipasync.sip.uas;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.LoopThread;
import org.sipasync.sip.transport.Transport;

/** A {@link UserAgentServer} on a loop thread of its own, on free ports of 127.0.0.1. */
final class RunningServer implements AutoCloseable {
  private final EventLoop loop = new EventLoop(System::nanoTime);
  private final UserAgentServer server;
  private final LoopThread thread;
  final int udp;
  final int tcp;

  RunningServer(Duration ringing) throws IOException {
    server = new UserAgentServer(loop, ringing);
    udp = listen(Transport.UDP);
    tcp = listen(Transport.TCP);
    thread = new LoopThread(loop, "sip-test");
  }

  private int listen(Transport transport) throws IOException {
    return server.transports().listen(transport, new InetSocketAddress("127.0.0.1", 0)).getPort();
  }

  int port(String transport) {
    return transport.equals("udp") ? udp : tcp;
  }

  /** Reads a number on the loop's thread. */
  long ask(ToLongFunction<UserAgentServer> question) {
    CompletableFuture<Long> answer = new CompletableFuture<>();
    loop.execute(() -> answer.complete(question.applyAsLong(server)));
    return answer.join();
  }

  @Override
  public void close() {
    ask(
        open -> {
          open.close();
          return 0;
        });
    thread.close();
  }
}
