package org.sipasync.functions.rest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks HTTP on bare sockets, well or badly, as the path says. */
final class NastyServer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** Connections that have answered and are kept. */
  private final List<Socket> idle = new CopyOnWriteArrayList<>();

  private final Set<Socket> used = ConcurrentHashMap.newKeySet();

  /** Connections ever accepted. */
  final AtomicInteger accepted = new AtomicInteger();

  /** Connections that the client has closed in mid-answer or while it waited for one. */
  final AtomicInteger brokenOff = new AtomicInteger();

  /** Requests as they came, head and body. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private NastyServer(int port) throws IOException {
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
    thread(this::accept);
  }

  static NastyServer start(int port) {
    try {
      return new NastyServer(port);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** Sends something on each kept connection though nobody has asked. */
  void babble() throws IOException {
    for (Socket socket : idle) {
      write(socket.getOutputStream(), "HTTP/1.1 408 Request Timeout\r\n\r\n");
    }
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "nasty");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        accepted.incrementAndGet();
        open.add(socket);
        thread(() -> serve(socket));
      } catch (IOException e) {
        // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      while (one(socket, in)) {
        // next on the same connection
      }
    } catch (IOException e) {
      brokenOff.incrementAndGet();
    } finally {
      open.remove(socket);
    }
  }

  private boolean one(Socket socket, BufferedReader in) throws IOException {
    StringBuilder request = new StringBuilder();
    int length = 0;
    String line = in.readLine();
    if (line == null) {
      return false;
    }
    String path = line.split(" ")[1];
    for (; line != null && !line.isEmpty(); line = in.readLine()) {
      request.append(line).append('\n');
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).trim());
      }
    }
    char[] body = new char[length];
    for (int read = 0; read < length; ) {
      read += in.read(body, read, length - read);
    }
    String whole = request.append('\n').append(utf8(body)).toString();
    requests.add(whole);
    return answer(socket, in, path, whole);
  }

  /** The bytes were read as characters. */
  private static String utf8(char[] bytes) {
    return new String(
        new String(bytes).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private boolean answer(Socket socket, BufferedReader in, String path, String request)
      throws IOException {
    OutputStream out = socket.getOutputStream();
    switch (path.split("[?/]")[1]) {
      case "echo" -> ok(out, "text/plain; charset=utf-8", request);
      case "latin" ->
          write(
              out,
              "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Length: 1\r\n\r\n\u00fc");
      case "status" ->
          write(out, "HTTP/1.1 " + path.split("/")[2] + " X\r\nContent-Length: 2\r\n\r\nno");
      case "empty" -> write(out, "HTTP/1.1 204 No Content\r\n\r\n");
      case "redirect" ->
          write(out, "HTTP/1.1 302 Found\r\nLocation: /echo\r\nContent-Length: 0\r\n\r\n");
      case "cookie" ->
          write(out, "HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 0\r\n\r\n");
      case "stray" -> {
        ok(out, "text/plain", "hello");
        write(out, "garbage that nobody asked for\r\n\r\n");
      }
      case "idle" -> {
        ok(out, "text/plain", "hello");
        idle.add(socket);
      }
      case "kept" -> {
        if (!used.add(socket)) { // its second request: reset without an answer
          socket.setSoLinger(true, 0);
          return false;
        }
        ok(out, "text/plain", "hello");
      }
      case "never" -> waitForEnd(in);
      case "drip" -> drip(socket, out);
      case "half" -> {
        write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        socket.shutdownOutput();
        return false;
      }
      case "reset" -> {
        write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        socket.setSoLinger(true, 0);
        return false;
      }
      case "nothttp" -> {
        write(out, "SSH-2.0-OpenSSH_9\r\n\r\n");
        return false;
      }
      case "long" -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n");
      case "endless" -> {
        write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (; ; ) {
          write(out, "1000\r\n" + "x".repeat(4096) + "\r\n");
        }
      }
      case "headers" -> {
        write(out, "HTTP/1.1 200 OK\r\n");
        for (int i = 0; ; i++) {
          write(out, "X-" + i + ": " + "y".repeat(1000) + "\r\n");
        }
      }
      default -> ok(out, "text/plain", "hello");
    }
    return true;
  }

  private static void waitForEnd(BufferedReader in) throws IOException {
    if (in.read() < 0) {
      throw new IOException("the client has gone");
    }
  }

  /** A byte a second; all promised come in 100 s. */
  private static void drip(Socket socket, OutputStream out) throws IOException {
    write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
    socket.setSoTimeout(1000);
    for (int i = 0; i < 100; i++) {
      write(out, "x");
      try {
        if (socket.getInputStream().read() < 0) {
          throw new IOException("the client has gone");
        }
      } catch (java.net.SocketTimeoutException aSecondLater) {
        // next byte
      }
    }
  }

  private static void ok(OutputStream out, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    out.write(
        ("HTTP/1.1 200 OK\r\nContent-Type: "
                + type
                + "\r\nContent-Length: "
                + bytes.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    out.write(bytes);
    out.flush();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    } catch (IOException e) {
      // closed enough
    }
  }
}
