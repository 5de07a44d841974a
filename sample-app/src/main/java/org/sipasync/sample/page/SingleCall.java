package org.sipasync.sample.page;

import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.sipasync.testkit.phone.Caller;

/** One call, message by message. */
final class SingleCall extends Run {
  private final Ladder ladder = new Ladder();
  private final String uri;

  SingleCall(Order order, InetSocketAddress server) {
    super(order);
    uri = order.uri(Caller.hostAndPort(server));
  }

  @Override
  void doRun(InetSocketAddress server) throws IOException {
    try (Caller caller = new Caller(server, ladder)) {
      caller.place(order.plan(Caller.hostAndPort(server)), 1, 1);
    }
  }

  @Override
  void describe(JsonObjectBuilder json) {
    json.add("method", order.method()).add("uri", uri).add("ladder", ladder.json());
    ladder.status().ifPresent(status -> json.add("status", status));
  }
}
