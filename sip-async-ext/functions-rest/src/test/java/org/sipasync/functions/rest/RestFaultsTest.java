package org.sipasync.functions.rest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.sipasync.function.AsyncFunction;
import org.sipasync.functions.dns.Dns;
import org.sipasync.functions.dns.DnsSettings;
import org.sipasync.testkit.KeptConnectionFaults;

class RestFaultsTest extends KeptConnectionFaults {
  private static NastyServer server;
  private Rest rest;
  private int port;

  @BeforeAll
  static void start() {
    server = NastyServer.start(0);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  protected int serverPort() {
    return server.port();
  }

  @Override
  protected AutoCloseable connectTo(int proxied) {
    Dns dns = Dns.of(DnsSettings.defaults());
    port = proxied;
    rest = Rest.of(RestSettings.defaults(), dns.resolver());
    return () -> {
      rest.close();
      dns.close();
    };
  }

  @Override
  protected AsyncFunction read(String word) {
    return rest.get("http://127.0.0.1:" + port + "/echo?" + word);
  }
}
