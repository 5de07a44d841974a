package org.sipasync.container.proxy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sipasync.container.session.Sessions;
import org.sipasync.sip.transaction.LoopDetection;

/**
 * Services that all proxies of one loop share. Thread-safe.
 *
 * @param calls calls whose requests come back here, by the key in our Record-Route
 */
record ProxyServices(
    Sessions sessions,
    ProxyHost host,
    Downstream downstream,
    RecordRoutes routes,
    LoopDetection loops,
    Map<String, ProxiedCall> calls) {
  ProxyServices(Sessions sessions, ProxyHost host, Downstream downstream, RecordRoutes routes) {
    this(sessions, host, downstream, routes, new LoopDetection(), new ConcurrentHashMap<>());
  }
}
