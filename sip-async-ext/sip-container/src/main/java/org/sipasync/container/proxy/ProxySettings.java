package org.sipasync.container.proxy;

import org.sipasync.container.outbound.Exit;
import org.sipasync.sip.message.SipUri;

/** Settings that a proxy has, and each of its branches a copy of. For the session's lane. */
final class ProxySettings {
  /** Timer C (RFC 3261 16.6 item 11): more than three minutes. */
  static final int TIMER_C_SECONDS = 181;

  boolean recurse = true;
  boolean recordRoute;
  boolean addToPath;

  /** Way that requests take. */
  Exit exit = Exit.ANY;

  /** Carries the application's parameters of Record-Route; null as long as there are none. */
  SipUri recordRouteUri;

  /** Carries the application's parameters of Path; null as long as there are none. */
  SipUri pathUri;

  /** Seconds until a final response; 0 if the application has set none. A copy begins with 0. */
  int timeoutSeconds;

  ProxySettings() {}

  private ProxySettings(ProxySettings other) {
    recurse = other.recurse;
    recordRoute = other.recordRoute;
    addToPath = other.addToPath;
    exit = other.exit;
    recordRouteUri = other.recordRouteUri;
    pathUri = other.pathUri;
  }

  ProxySettings copy() {
    return new ProxySettings(this);
  }
}
