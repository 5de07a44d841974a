package org.sipasync.container.dispatch;

import static org.sipasync.container.dispatch.TestContainer.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.URI;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;

/** A caller, callees by host name, and a proxy between them that tests move by hand. */
final class ProxyKit implements AutoCloseable {
  final TestContainer test;
  final TestFlow caller;
  final Map<String, TestFlow> callees = new LinkedHashMap<>();

  /** Responses that the application has got: "180", "branch 486". */
  final List<String> told = new ArrayList<>();

  final List<SipServletResponse> responses = new ArrayList<>();

  /** Proxy of the last initial request. */
  Proxy proxy;

  SipServletRequest invite;

  ProxyKit() {
    this(0);
  }

  /**
   * With a timeout of the application's proxies.
   *
   * @param seconds 0 for none
   */
  ProxyKit(int seconds) {
    test = new TestContainer(null, seconds);
    caller = test.flow;
    test.way = this::way;
    test.onResponse = this::note;
  }

  private TestFlow way(SipUri uri) {
    return uri.host().equals("192.0.2.2") ? caller : callees.get(uri.host());
  }

  void note(SipServletResponse response) {
    responses.add(response);
    told.add((response.isBranchResponse() ? "branch " : "") + response.getStatus());
  }

  /** Makes callees with these host names. */
  ProxyKit callees(String... hosts) {
    for (String host : hosts) {
      callees.put(host, new TestFlow());
    }
    return this;
  }

  TestFlow callee(String host) {
    return callees.get(host);
  }

  /** Proxies each initial request to all callees. */
  ProxyKit proxying(Consumer<Proxy> settings) {
    test.onRequest =
        request -> {
          if (request.isInitial() && !request.getMethod().equals("CANCEL")) {
            invite = request;
            proxy = proxy(request);
            settings.accept(proxy);
            proxy.proxyTo(uris());
          }
        };
    return this;
  }

  private static Proxy proxy(SipServletRequest request) {
    try {
      return request.getProxy();
    } catch (TooManyHopsException e) {
      throw new IllegalStateException(e);
    }
  }

  List<URI> uris() {
    return callees.keySet().stream().map(this::uri).toList();
  }

  URI uri(String host) {
    try {
      return test.factory.createURI("sip:bob@" + host);
    } catch (ServletParseException e) {
      throw new IllegalStateException(e);
    }
  }

  ProxyKit receive(String method, String... headers) {
    test.receive(request(method, 1, "", headers));
    return this;
  }

  /** INVITE as a callee has got it. */
  SipRequest at(String host) {
    return callee(host).lastRequest();
  }

  /** Answers the last request of a callee. */
  void answer(String host, int status, String toTag, String... headers) {
    test.answer(at(host), status, toTag, headers);
  }

  /** Status lines at the caller since the last call. */
  List<String> atCaller() {
    return caller.take();
  }

  @Override
  public void close() {
    test.close();
  }
}
