package org.sipasync.sample.page;

import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;

/** One call, message by message. */
final class SingleCall extends Run {
  private final Ladder ladder = new Ladder();
  private final Figures figures = new Figures(1, () -> 0);
  private final String uri;

  SingleCall(Order order, InetSocketAddress server) {
    super(order);
    uri = order.uri(Caller.hostAndPort(server));
  }

  @Override
  void doRun(InetSocketAddress server) throws IOException {
    try (Caller caller = new Caller(server, ladder::add)) {
      caller.place(order, 1, figures);
    }
  }

  @Override
  void describe(JsonObjectBuilder json) {
    json.add("method", order.method()).add("uri", uri).add("ladder", ladder.json());
    figures.snapshot().statuses().keySet().forEach(status -> json.add("status", status));
  }
}
