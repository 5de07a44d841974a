package org.sipasync.container.proxy;

import java.util.Set;
import org.sipasync.container.outbound.Exit;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.Sessions;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;

/** Proxies of one loop. Thread-safe but for what it makes. */
public final class Proxies {
  private final ProxyServices services;

  /**
   * Creates an empty set.
   *
   * @param secret that keys in Record-Route are signed by; at least 16 random bytes
   */
  public Proxies(Sessions sessions, ProxyHost host, Downstream downstream, byte[] secret) {
    RecordRoutes routes =
        new RecordRoutes(
            host::address,
            host::isOwn,
            host::flowToken,
            secret,
            sessions.timers()::currentTimeMillis);
    services = new ProxyServices(sessions, host, downstream, routes);
  }

  /** Makes the proxy of a request that may make dialogs. */
  public Proxying of(Upstream upstream) {
    int seconds = upstream.session().getApplicationSession().application().proxySeconds();
    return new Proxying(services, upstream, new ProxiedCall(services, upstream), seconds);
  }

  /**
   * Makes the proxy of a request within a proxied dialog.
   *
   * @param exit way that it is to take
   * @param supervised true if the application sees responses
   */
  public Proxying within(Upstream upstream, Exit exit, boolean supervised) {
    Proxying proxying = new Proxying(services, upstream, new WithinDialog(services, upstream), 0);
    proxying.leavesBy(exit);
    proxying.supervised = supervised;
    return proxying;
  }

  /** Session of a proxied dialog that a request has come back to us for; null if there is none. */
  public DialogSession find(SipRequest request) {
    String key = services.calls().isEmpty() ? null : services.routes().key(request);
    ProxiedCall call = key == null ? null : services.calls().get(key);
    return call == null ? null : call.find(request);
  }

  /**
   * True if a request has come back by a Record-Route of ours, whether its session lives or not,
   * and no later than a day after its call began.
   */
  public boolean isOurs(SipRequest request) {
    String key = services.routes().key(request);
    return key != null && services.routes().isFresh(key);
  }

  /** Option tags that requests may require. */
  public Set<String> supported() {
    return services.host().supported();
  }

  /** Removes our Routes from the top. */
  public PoppedRoutes pop(SipRequest request) throws ParseException {
    return services.routes().pop(request);
  }

  /**
   * Sends the ACK of a 2xx on.
   *
   * @param ack without our Routes
   * @param exit way that it is to take
   */
  public void passAck(SipRequest ack, Exit exit) throws ParseException {
    SipRequest forwarded = ForwardedRequest.of(ack, ack.uri());
    ForwardedRequest.postprocess(forwarded);
    services.downstream().sendAck(forwarded, exit);
  }

  /** Number of calls whose requests come back here. */
  public int calls() {
    return services.calls().size();
  }
}
