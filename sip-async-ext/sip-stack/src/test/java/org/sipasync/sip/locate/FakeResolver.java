package org.sipasync.sip.locate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Resolver with a zone of its own; notes what is asked. */
final class FakeResolver implements Resolver {
  final List<String> asked = new ArrayList<>();
  private final Map<String, List<Naptr>> naptrs = new HashMap<>();
  private final Map<String, List<Srv>> srvs = new HashMap<>();
  private final Map<String, List<InetAddress>> addresses = new HashMap<>();
  boolean silent;
  boolean failing;

  FakeResolver naptr(String domain, String service, String to) {
    naptrs.computeIfAbsent(domain, d -> new ArrayList<>()).add(new Naptr("s", service, to));
    return this;
  }

  FakeResolver srv(String name, int port, String target) {
    srvs.computeIfAbsent(name, n -> new ArrayList<>()).add(new Srv(port, target));
    return this;
  }

  FakeResolver host(String name, String... ips) {
    for (String ip : ips) {
      try {
        addresses.computeIfAbsent(name, n -> new ArrayList<>()).add(InetAddress.getByName(ip));
      } catch (UnknownHostException e) {
        throw new AssertionError(e);
      }
    }
    return this;
  }

  private <T> CompletionStage<List<T>> answer(String question, List<T> records) {
    asked.add(question);
    if (failing) {
      return CompletableFuture.failedFuture(new IllegalStateException("SERVFAIL, on purpose"));
    }
    return silent
        ? new CompletableFuture<>()
        : CompletableFuture.completedFuture(records == null ? List.of() : records);
  }

  @Override
  public CompletionStage<List<Naptr>> naptr(String domain) {
    return answer("NAPTR " + domain, naptrs.get(domain));
  }

  @Override
  public CompletionStage<List<Srv>> srv(String name) {
    return answer("SRV " + name, srvs.get(name));
  }

  @Override
  public CompletionStage<List<InetAddress>> addresses(String host) {
    return answer("A " + host, addresses.get(host));
  }
}
