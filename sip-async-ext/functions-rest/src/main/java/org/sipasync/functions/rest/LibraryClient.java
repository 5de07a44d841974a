package org.sipasync.functions.rest;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.sipasync.support.DaemonThreads;

/** Apache's client for https, with its connections and threads. */
final class LibraryClient implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LibraryClient.class.getName());
  private static final TimeValue IDLE = timeout(HttpConnection.MAX_IDLE);
  private static final TimeValue OLD = timeout(HttpConnection.MAX_AGE);

  private final RestSettings settings;
  private final ResolvedHosts found = new ResolvedHosts();
  private final HttpTimers timers = new HttpTimers("sip-async-rest-timer");
  private final PoolingAsyncClientConnectionManager connections;
  private final CloseableHttpAsyncClient http;
  private volatile boolean closed;

  /** Starts the threads. */
  LibraryClient(RestSettings settings, TlsStrategy tls) {
    this.settings = settings;
    this.connections = connections(settings, found, tls);
    this.http = http();
    timers.every(
        LoopPool.SWEEP,
        () -> {
          connections.closeExpired();
          connections.closeIdle(IDLE);
        });
    http.start();
  }

  /** Creates the pool, with limits above our own, which refuse before it would queue. */
  private static PoolingAsyncClientConnectionManager connections(
      RestSettings settings, ResolvedHosts found, TlsStrategy tls) {
    return PoolingAsyncClientConnectionManagerBuilder.create()
        .setDnsResolver(found)
        .setTlsStrategy(tls)
        .setMaxConnPerRoute(2 * settings.maxPerHost())
        .setMaxConnTotal(2 * settings.maxInFlight())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(timeout(settings.connectTimeout()))
                .setSocketTimeout(timeout(settings.transferTimeout()))
                .setTimeToLive(OLD)
                .build())
        .setDefaultTlsConfig(
            TlsConfig.custom()
                .setHandshakeTimeout(timeout(settings.tlsTimeout()))
                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                .build())
        .build();
  }

  private CloseableHttpAsyncClient http() {
    return HttpAsyncClientBuilder.create()
        .setConnectionManager(new TrackedConnections(connections))
        .setThreadFactory(DaemonThreads.named("sip-async-rest-io", LibraryClient.class))
        .setIoReactorExceptionCallback(
            failure ->
                LOG.log(closed ? Level.DEBUG : Level.WARNING, "A transfer thread failed", failure))
        .setIOReactorConfig(
            IOReactorConfig.custom()
                .setIoThreadCount(settings.threads())
                .setSelectInterval(TimeValue.ofMilliseconds(100))
                .setTcpNoDelay(true)
                .build())
        .setHttp1Config(ResponseDecoder.LIMITS)
        .addExecInterceptorBefore(
            ChainElement.MAIN_TRANSPORT.name(), "connected", LibraryClient::pass)
        .setUserAgent(RequestText.AGENT)
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .disableConnectionState()
        .build();
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.ofMilliseconds(duration.toMillis());
  }

  /** Interceptor between connecting and sending. */
  private static void pass(
      HttpRequest request,
      AsyncEntityProducer entity,
      AsyncExecChain.Scope scope,
      AsyncExecChain chain,
      AsyncExecCallback callback)
      throws org.apache.hc.core5.http.HttpException, java.io.IOException {
    PendingExchange exchange =
        (PendingExchange) scope.clientContext.getAttribute(PendingExchange.ATTRIBUTE);
    if (!exchange.connected(scope.execRuntime)) {
      throw new java.io.IOException("the call was aborted");
    }
    try {
      chain.proceed(request, entity, scope, callback);
    } catch (IllegalStateException e) { // its connection has just been discarded
      if (!exchange.hasEnded()) {
        throw e;
      }
      throw new java.io.IOException("the call was aborted", e);
    }
  }

  ResolvedHosts found() {
    return found;
  }

  /** Closes the kept connections; none of them carries a call. */
  void dropIdle() {
    connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
  }

  int leased() {
    return connections.getTotalStats().getLeased() + connections.getTotalStats().getPending();
  }

  HttpTimers.Timer after(Duration delay, Runnable task) {
    return timers.after(delay, task);
  }

  /** Connects, or reuses a connection, and sends. Several addresses share the connect timeout. */
  Future<?> execute(HttpRequestParts request, PendingExchange exchange, int addresses) {
    long connectMillis = settings.connectTimeoutEach(addresses).toMillis();
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(PendingExchange.ATTRIBUTE, exchange);
    context.setRequestConfig(requestConfig(Timeout.ofMilliseconds(connectMillis)));
    return http.execute(
        request.host(),
        request.producer(),
        new ResponseCollector(settings.maxResponse(), exchange.startedNanos(), exchange::responded),
        null,
        context,
        exchange);
  }

  /** Returns a configuration with a call's own connect timeout. */
  @SuppressWarnings("deprecation")
  private RequestConfig requestConfig(Timeout connect) {
    return RequestConfig.custom()
        .setConnectTimeout(connect)
        .setConnectionRequestTimeout(timeout(settings.connectTimeout()))
        .setResponseTimeout(timeout(settings.transferTimeout()))
        .setRedirectsEnabled(false)
        .setAuthenticationEnabled(false)
        .setContentCompressionEnabled(false)
        .setProtocolUpgradeEnabled(false)
        .build();
  }

  /** Stops the threads. */
  @Override
  public void close() {
    closed = true;
    timers.close();
    http.close(CloseMode.IMMEDIATE);
  }
}
