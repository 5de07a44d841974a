package org.sipasync.container.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.URI;
import org.sipasync.container.message.ValueFactory;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Uri;

/** Proxy as an application sees it. For the session's lane. */
final class ProxyFacade extends SettingsFacade implements Proxy {
  private final Proxying proxying;
  private final ProxySettings settings;

  /** Made by createProxyBranches and not started yet. */
  private final List<Branch> created = new ArrayList<>(2);

  ProxyFacade(Proxying proxying, ProxySettings settings) {
    super(settings, proxying.services().host());
    this.proxying = proxying;
    this.settings = settings;
  }

  @Override
  public SipServletRequest getOriginalRequest() {
    return proxying.request();
  }

  @Override
  public boolean isStarted() {
    return proxying.isStarted();
  }

  @Override
  public void proxyTo(URI uri) {
    proxyTo(List.of(uri));
  }

  /** Within a dialog sends the request to its Request-URI now, instead of after the handler. */
  @Override
  public void proxyTo(List<? extends URI> uris) {
    if (!proxying.isInitial()) {
      proxying.forward();
      return;
    }
    for (URI uri : uris) {
      boolean routed = proxying.request().message().has(HeaderName.ROUTE);
      Proxying.checkTarget(ValueFactory.value(Objects.requireNonNull(uri, "URI")), routed);
    }
    List<Branch> branches = branches(uris);
    created.removeAll(branches);
    proxying.start(branches);
  }

  /** Throws IllegalStateException if the proxy takes no further branches. */
  @Override
  public List<ProxyBranch> createProxyBranches(List<? extends URI> targets) {
    List<Branch> branches = branches(targets);
    created.addAll(branches);
    return facades(branches);
  }

  private List<Branch> branches(List<? extends URI> uris) {
    proxying.checkInitial();
    proxying.checkOpen();
    List<Uri> targets = new ArrayList<>();
    for (URI uri : uris) {
      targets.add(ValueFactory.value(Objects.requireNonNull(uri, "URI")));
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("No target; name one, or answer 480");
    }
    return targets.stream().distinct().map(proxying.targets()::create).toList();
  }

  @Override
  public void startProxy() {
    if (created.isEmpty()) {
      throw new IllegalStateException("No branches to start; create them by createProxyBranches");
    }
    List<Branch> toStart = List.copyOf(created);
    for (Branch branch : toStart) {
      Proxying.checkTarget(branch.target(), branch.request().message().has(HeaderName.ROUTE));
    }
    created.clear();
    proxying.start(toStart);
  }

  /** Branch of a URI, as it was given or found in a redirection; null if there is none. */
  @Override
  public ProxyBranch getProxyBranch(URI uri) {
    Uri target = ValueFactory.value(Objects.requireNonNull(uri, "URI"));
    Branch found = proxying.targets().find(target);
    return found == null ? null : found.facade();
  }

  @Override
  public List<ProxyBranch> getProxyBranches() {
    return facades(proxying.targets().all());
  }

  static List<ProxyBranch> facades(List<Branch> branches) {
    return new ArrayList<>(branches.stream().map(Branch::facade).toList());
  }

  @Override
  public void cancel() {
    proxying.cancel(null);
  }

  @Override
  public void cancel(String[] protocol, int[] reasonCode, String[] reasonText) {
    proxying.cancel(Reasons.header(protocol, reasonCode, reasonText));
  }

  @Override
  public boolean getParallel() {
    return proxying.parallel;
  }

  @Override
  public void setParallel(boolean parallel) {
    proxying.parallel = parallel;
  }

  @Override
  public boolean getSupervised() {
    return proxying.supervised;
  }

  @Override
  public void setSupervised(boolean supervised) {
    proxying.supervised = supervised;
  }

  @Override
  public boolean getNoCancel() {
    return proxying.noCancel;
  }

  @Override
  public void setNoCancel(boolean noCancel) {
    proxying.noCancel = noCancel;
  }

  @Override
  public int getProxyTimeout() {
    return proxying.seconds() == 0 ? ProxySettings.TIMER_C_SECONDS : proxying.seconds();
  }

  @Override
  public void setProxyTimeout(int seconds) {
    settings.timeoutSeconds = checkSeconds(seconds);
  }

  @Override
  @Deprecated
  public int getSequentialSearchTimeout() {
    return getProxyTimeout();
  }

  @Override
  @Deprecated
  public void setSequentialSearchTimeout(int seconds) {
    if (settings.timeoutSeconds == 0) {
      settings.timeoutSeconds = checkSeconds(seconds);
    }
  }

  @Override
  @Deprecated
  public boolean getStateful() {
    return true;
  }

  /** Does nothing: this proxy keeps its transactions' state. */
  @Override
  @Deprecated
  public void setStateful(boolean stateful) {}
}
