package org.sipasync.functions.rest;

import java.util.concurrent.Future;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The connection pool, which reports each pending connection to its call. The client's own cancel
 * does not reach it: when a slot in the pool is free, the client forgets what it waits for.
 */
record TrackedConnections(AsyncClientConnectionManager pool)
    implements AsyncClientConnectionManager {

  @Override
  public Future<AsyncConnectionEndpoint> connect(
      AsyncConnectionEndpoint endpoint,
      ConnectionInitiator initiator,
      Timeout timeout,
      Object attachment,
      HttpContext context,
      FutureCallback<AsyncConnectionEndpoint> callback) {
    Future<AsyncConnectionEndpoint> connecting =
        pool.connect(endpoint, initiator, timeout, attachment, context, callback);
    ((PendingExchange) context.getAttribute(PendingExchange.ATTRIBUTE)).connecting(connecting);
    return connecting;
  }

  @Override
  public Future<AsyncConnectionEndpoint> lease(
      String id,
      HttpRoute route,
      Object state,
      Timeout timeout,
      FutureCallback<AsyncConnectionEndpoint> callback) {
    return pool.lease(id, route, state, timeout, callback);
  }

  @Override
  public void release(AsyncConnectionEndpoint endpoint, Object state, TimeValue keepAlive) {
    pool.release(endpoint, state, keepAlive);
  }

  @Override
  public void upgrade(AsyncConnectionEndpoint endpoint, Object attachment, HttpContext context) {
    pool.upgrade(endpoint, attachment, context);
  }

  @Override
  public void upgrade(
      AsyncConnectionEndpoint endpoint,
      Object attachment,
      HttpContext context,
      FutureCallback<AsyncConnectionEndpoint> callback) {
    pool.upgrade(endpoint, attachment, context, callback);
  }

  @Override
  public void close(CloseMode mode) {
    pool.close(mode);
  }

  @Override
  public void close() {
    pool.close(CloseMode.GRACEFUL);
  }
}
