package org.sipasync.functions.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Answers each request after a while, holding no thread. */
final class SlowBackend implements AutoCloseable {
  private final HttpServer server;
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);

  SlowBackend(long millis) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2000);
    server.createContext(
        "/", exchange -> timer.schedule(() -> answer(exchange), millis, TimeUnit.MILLISECONDS));
    server.start();
  }

  private static void answer(HttpExchange exchange) {
    try {
      byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    } catch (IOException e) {
      exchange.close();
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @Override
  public void close() {
    server.stop(0);
    timer.shutdownNow();
  }
}
