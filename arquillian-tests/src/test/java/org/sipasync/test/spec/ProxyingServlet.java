package org.sipasync.test.spec;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.URI;

/** A proxy; what it does beyond proxying to {@code port} and {@code other} is in {@code do}. */
@javax.servlet.sip.annotation.SipServlet(name = "proxying")
public class ProxyingServlet extends Theme {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doRequest(SipServletRequest request) throws ServletException, IOException {
    if (request.isInitial() && !request.getMethod().equals("CANCEL")) {
      proxy(request);
    } else {
      note(
          request.getApplicationSession(),
          request.getMethod() + " state=" + request.getParameter("state"));
    }
  }

  private void proxy(SipServletRequest request) throws ServletException, IOException {
    marked(request);
    List<URI> targets = targets(request);
    Proxy proxy = request.getProxy();
    note(
        request.getApplicationSession(),
        "parallel=%s recurse=%s supervised=%s record-route=%s no-cancel=%s same=%s"
            .formatted(
                proxy.getParallel(),
                proxy.getRecurse(),
                proxy.getSupervised(),
                proxy.getRecordRoute(),
                proxy.getNoCancel(),
                proxy == request.getProxy(false)));
    switch (what(request)) {
      case "sequential" -> proxy.setParallel(false);
      case "passOn" -> proxy.setRecurse(false);
      case "unsupervised" -> proxy.setSupervised(false);
      case "noCancel" -> proxy.setNoCancel(true);
      case "recordRoute" -> {
        proxy.setRecordRoute(true);
        proxy.getRecordRouteURI().setParameter("state", "kept");
      }
      case "path" -> proxy.setAddToPath(true);
      case "branches" -> {
        branches(request, proxy, targets);
        return;
      }
      default -> {}
    }
    proxy.proxyTo(targets);
  }

  private List<URI> targets(SipServletRequest request) {
    List<URI> targets = new ArrayList<>(List.of(callee(request)));
    if (parameter(request, "other") != null) {
      targets.add(callee(parameter(request, "other")));
    }
    return targets;
  }

  private static void branches(SipServletRequest request, Proxy proxy, List<URI> targets) {
    List<ProxyBranch> branches = proxy.createProxyBranches(targets);
    ProxyBranch second = branches.get(1);
    second.getRequest().setHeader("X-Branch", "second");
    boolean before = second.isStarted();
    proxy.startProxy();
    note(
        request.getApplicationSession(),
        "branches=%d started=%s,%s found=%s"
            .formatted(
                proxy.getProxyBranches().size(),
                before,
                second.isStarted(),
                proxy.getProxyBranch(targets.get(1)) == second));
  }

  @Override
  protected void doBranchResponse(SipServletResponse response) {
    note(response.getApplicationSession(), "branch " + response.getStatus());
  }

  @Override
  protected void doResponse(SipServletResponse response) throws ServletException, IOException {
    note(response.getApplicationSession(), "best " + response.getStatus());
    super.doResponse(response);
  }
}
