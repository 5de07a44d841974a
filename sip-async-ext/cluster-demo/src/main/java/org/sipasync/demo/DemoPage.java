package org.sipasync.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page, on loopback: {@code GET /state}, {@code POST /calls}, {@code POST /nodes/0/kill} and
 * {@code /start}. Serves its own page only: other names of this machine and other sites' pages get
 * 403.
 */
final class DemoPage implements AutoCloseable {
  private static final Map<String, String> FILES =
      Map.of(
          "/", "demo.html text/html",
          "/demo.css", "demo.css text/css",
          "/demo.js", "demo.js text/javascript");
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern ACTION = Pattern.compile("/nodes/([0-9])/(kill|start)");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final DemoServers servers;

  DemoPage(int port, DemoServers servers) throws IOException {
    this.servers = servers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      boolean isGet = exchange.getRequestMethod().equals("GET");
      if (!isOwn(exchange)) {
        send(exchange, 403, "text/plain", "This page is for its own machine.".getBytes(UTF_8));
      } else if (isGet && FILES.containsKey(path)) {
        file(exchange, FILES.get(path).split(" "));
      } else if (isGet && path.equals("/state")) {
        send(exchange, 200, "application/json", servers.json().getBytes(UTF_8));
      } else if (exchange.getRequestMethod().equals("POST")) {
        act(exchange, path);
      } else {
        send(exchange, 404, "text/plain", new byte[0]);
      }
    }
  }

  /** True for this machine's own names and, of what changes something, for the page itself. */
  private static boolean isOwn(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (host == null || !NAMES.contains(host.replaceFirst(":\\d{1,5}$", ""))) {
      return false;
    }
    List<String> origin = exchange.getRequestHeaders().getOrDefault("Origin", List.of());
    return exchange.getRequestMethod().equals("GET") || origin.equals(List.of("http://" + host));
  }

  private void act(HttpExchange exchange, String path) throws IOException {
    Matcher action = ACTION.matcher(path);
    int status = 404;
    if (path.equals("/calls")) {
      status = servers.place() ? 204 : 409;
    } else if (action.matches() && Integer.parseInt(action.group(1)) < servers.size()) {
      int node = Integer.parseInt(action.group(1));
      if (action.group(2).equals("kill")) {
        servers.kill(node);
      } else {
        servers.start(node);
      }
      status = 204;
    }
    exchange.sendResponseHeaders(status, -1);
  }

  private static void file(HttpExchange exchange, String[] file) throws IOException {
    try (InputStream in = DemoPage.class.getResourceAsStream(file[0])) {
      send(exchange, 200, file[1] + "; charset=utf-8", in.readAllBytes());
    }
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange
        .getResponseHeaders()
        .set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
