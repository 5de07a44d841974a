package org.sipasync.container.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import javax.servlet.sip.SipURI;
import org.sipasync.container.message.ValueFactory;
import org.sipasync.container.outbound.Exit;
import org.sipasync.sip.message.SipUri;

/** Methods that Proxy and ProxyBranch have in common. */
abstract class SettingsFacade {
  private final ProxySettings settings;
  private final ProxyHost host;

  SettingsFacade(ProxySettings settings, ProxyHost host) {
    this.settings = settings;
    this.host = host;
  }

  /** True once requests have been sent by these settings. */
  public abstract boolean isStarted();

  public final boolean getRecurse() {
    return settings.recurse;
  }

  public final void setRecurse(boolean recurse) {
    settings.recurse = recurse;
  }

  public final boolean getRecordRoute() {
    return settings.recordRoute;
  }

  public final void setRecordRoute(boolean recordRoute) {
    if (isStarted()) {
      throw new IllegalStateException("Record-Route is set before the proxy starts");
    }
    settings.recordRoute = recordRoute;
  }

  public final SipURI getRecordRouteURI() {
    if (!settings.recordRoute) {
      throw new IllegalStateException("The proxy does not record its route; setRecordRoute first");
    }
    return ValueFactory.parametersOf(
        orDefault(settings.recordRouteUri), changed -> settings.recordRouteUri = changed);
  }

  public final boolean getAddToPath() {
    return settings.addToPath;
  }

  public final void setAddToPath(boolean addToPath) {
    settings.addToPath = addToPath;
  }

  public final SipURI getPathURI() {
    if (!settings.addToPath) {
      throw new IllegalStateException("The proxy adds no Path; setAddToPath first");
    }
    return ValueFactory.parametersOf(
        orDefault(settings.pathUri), changed -> settings.pathUri = changed);
  }

  private SipUri orDefault(SipUri uri) {
    return uri == null ? host.defaultAddress().with("lr", null) : uri;
  }

  public final void setOutboundInterface(InetAddress address) {
    setOutboundInterface(new InetSocketAddress(Objects.requireNonNull(address, "address"), 0));
  }

  public final void setOutboundInterface(InetSocketAddress address) {
    if (!host.isInterface(Objects.requireNonNull(address, "address"))) {
      throw new IllegalArgumentException(address + " is no outbound interface of this container");
    }
    settings.exit = Exit.from(address);
  }

  static int checkSeconds(int seconds) {
    if (seconds <= 0) {
      throw new IllegalArgumentException("A timeout of " + seconds + " s; give 1 or more");
    }
    return seconds;
  }
}
