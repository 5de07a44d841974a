package org.sipasync.payara.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sipasync.Problem;
import org.sipasync.payara.server.WebSocketDoor;
import org.sipasync.payara.server.WebSocketSettings;
import org.sipasync.sip.transport.WebSocketChannel;
import org.sipasync.support.DaemonThreads;
import org.sipasync.support.Failures;
import org.sipasync.support.LimitedLog;
import org.sipasync.support.LogText;

/**
 * WebSockets of one running application: looks at each handshake, and lets the library do those
 * that pass. Refuses what is no WebSocket (426), other subprotocols (400), pages of other origins
 * (403) and too many (503), each with a line in the log. Thread-safe.
 */
final class OpenGate {
  static final String HANDSHAKE = "org.sipasync.handshake";
  private static final String SUBPROTOCOL = "sip";
  private static final LimitedLog LOG = new LimitedLog(System.getLogger(OpenGate.class.getName()));
  private static final int CLOSING_THREADS = 2;

  /** Time for a client to answer a close frame. */
  private static final int GRACE_MILLIS = 1_000;

  private final WebSocketDoor door;
  private final String uri;
  private final OriginRule origins;
  private final ScheduledThreadPoolExecutor closers;
  private final TyrusInstance tyrus;
  private final Set<SessionChannel> channels = ConcurrentHashMap.newKeySet();

  /**
   * Opens the gate.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0370 if the server has no WebSocket library
   */
  OpenGate(WebSocketDoor door, WebSocketSettings settings, ServletContext servletContext) {
    String path = settings.path().orElseThrow();
    this.door = door;
    this.uri = servletContext.getContextPath() + path;
    this.origins = new OriginRule(settings.origins());
    this.closers =
        new ScheduledThreadPoolExecutor(
            CLOSING_THREADS, DaemonThreads.named("sip-websocket-close", OpenGate.class));
    this.tyrus = TyrusInstance.start(servletContext, endpoint(path));
  }

  private ServerEndpointConfig endpoint(String path) {
    return ServerEndpointConfig.Builder.create(SipEndpoint.class, path)
        .subprotocols(List.of(SUBPROTOCOL))
        .configurator(
            new ServerEndpointConfig.Configurator() {
              @Override
              public void modifyHandshake(
                  ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse answer) {
                config.getUserProperties().put(HANDSHAKE, Handshake.current());
              }

              @Override
              public <T> T getEndpointInstance(Class<T> type) {
                return type.cast(new SipEndpoint(OpenGate.this));
              }
            })
        .build();
  }

  WebSocketDoor door() {
    return door;
  }

  Executor closers() {
    return closers;
  }

  private void later(Runnable task) {
    closers.schedule(task, GRACE_MILLIS, TimeUnit.MILLISECONDS);
  }

  void add(SessionChannel channel) {
    channels.add(channel);
  }

  void remove(SessionChannel channel) {
    channels.remove(channel);
  }

  boolean isFor(HttpServletRequest request) {
    return request.getRequestURI().equals(uri);
  }

  /** Handles a request for our path. */
  void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean isWebSocket =
        request.getMethod().equals("GET")
            && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    if (!isWebSocket) {
      response.setHeader("Upgrade", "websocket");
      refuse(response, 426, "This is SIP over WebSocket (RFC 7118): connect with subprotocol sip");
    } else if (request.getHeader("Sec-WebSocket-Key") == null) { // the library would look away
      refuse(response, 400, "Sec-WebSocket-Key is missing");
    } else if (!offersSip(request)) {
      refuse(request, response, 400, Problem.WEBSOCKET_SUBPROTOCOL, shown(offered(request)));
    } else if (!origins.allows(request.getHeader("Origin"), request.getHeader("Host"))) {
      refuse(request, response, 403, Problem.WEBSOCKET_ORIGIN, shown(request.getHeader("Origin")));
    } else {
      upgrade(request, response);
    }
  }

  private static String offered(HttpServletRequest request) {
    List<String> headers = Collections.list(request.getHeaders("Sec-WebSocket-Protocol"));
    return headers.isEmpty() ? "none" : String.join(",", headers);
  }

  private static boolean offersSip(HttpServletRequest request) {
    for (String each : offered(request).split(",")) {
      if (each.strip().equals(SUBPROTOCOL)) {
        return true;
      }
    }
    return false;
  }

  private void upgrade(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      Handshake handshake = Handshake.of(request, new ConnectionGuard(this::later));
      if (!door.hasPlace(handshake.remote().getAddress())) {
        response.setHeader("Retry-After", "10");
        refuse(request, response, 503, Problem.WEBSOCKETS_FULL, "");
        return;
      }
      handshake.during(() -> tyrus.upgrade(request, response));
    } catch (UnknownHostException e) {
      refuse(response, 400, "No address");
    } catch (Exception e) { // a stack trace for each bad header, otherwise
      LOG.log(Level.INFO, "handshake", "A WebSocket handshake failed: " + Failures.describe(e));
      refuseQuietly(response);
    }
  }

  /** The server may have taken the response back from a client that is gone. */
  private static void refuseQuietly(HttpServletResponse response) {
    try {
      if (!response.isCommitted()) {
        refuse(response, 400, "Bad handshake");
      }
    } catch (IOException | RuntimeException e) {
      // nobody is there to be told
    }
  }

  private static String shown(String text) {
    return LogText.clean(text, 100);
  }

  private static void refuse(
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      Problem problem,
      String detail)
      throws IOException {
    String line = problem.message(request.getRemoteAddr(), detail);
    LOG.log(Level.INFO, problem.name(), line);
    refuse(response, status, line);
  }

  private static void refuse(HttpServletResponse response, int status, String line)
      throws IOException {
    response.setStatus(status);
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().println(line);
  }

  /** Closes all WebSockets of this application. */
  void close() {
    channels.forEach(channel -> channel.close(WebSocketChannel.GOING_AWAY, "application stops"));
    closers.shutdown();
    try {
      closers.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tyrus.stop();
  }
}
