package org.sipasync.container.proxy;

import java.util.List;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** ProxyBranch as an application sees it. For the session's lane. */
final class BranchFacade extends SettingsFacade implements ProxyBranch {
  private final Branch branch;
  private final Proxying proxying;

  BranchFacade(Branch branch, Proxying proxying) {
    super(branch.settings(), proxying.services().host());
    this.branch = branch;
    this.proxying = proxying;
  }

  @Override
  public Proxy getProxy() {
    return proxying.facade();
  }

  @Override
  public boolean isStarted() {
    return branch.isStarted();
  }

  @Override
  public SipServletRequest getRequest() {
    return branch.request();
  }

  /** Last response of the branch; null before the first. */
  @Override
  public SipServletResponse getResponse() {
    return branch.lastResponse();
  }

  @Override
  public List<ProxyBranch> getRecursedProxyBranches() {
    return ProxyFacade.facades(branch.children());
  }

  @Override
  public void cancel() {
    proxying.cancel(branch, null);
  }

  @Override
  public void cancel(String[] protocol, int[] reasonCode, String[] reasonText) {
    proxying.cancel(branch, Reasons.header(protocol, reasonCode, reasonText));
  }

  @Override
  public int getProxyBranchTimeout() {
    int seconds = branch.settings().timeoutSeconds;
    return seconds == 0 ? proxying.facade().getProxyTimeout() : seconds;
  }

  @Override
  public void setProxyBranchTimeout(int seconds) {
    if (proxying.parallel && seconds > proxying.facade().getProxyTimeout()) {
      throw new IllegalArgumentException(
          "A branch's timeout of %d s exceeds the parallel proxy's of %d s"
              .formatted(seconds, proxying.facade().getProxyTimeout()));
    }
    branch.settings().timeoutSeconds = checkSeconds(seconds);
  }
}
