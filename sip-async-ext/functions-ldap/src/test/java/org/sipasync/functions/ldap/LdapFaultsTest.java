package org.sipasync.functions.ldap;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sipasync.function.AsyncFunction;
import org.sipasync.functions.dns.Dns;
import org.sipasync.functions.dns.DnsSettings;
import org.sipasync.testkit.KeptConnectionFaults;
import org.sipasync.testkit.Slapd;

class LdapFaultsTest extends KeptConnectionFaults {
  private static Slapd server;
  private Ldap ldap;

  @BeforeAll
  static void start() {
    server = Slapd.start(300);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected int serverPort() {
    return server.port();
  }

  @Override
  protected AutoCloseable connectTo(int port) {
    Dns dns = Dns.of(DnsSettings.defaults());
    ldap = Ldap.of(LdapSettings.at("ldap://127.0.0.1:" + port), dns.resolver());
    return () -> {
      ldap.close();
      dns.close();
    };
  }

  @Override
  protected AsyncFunction read(String word) {
    return ldap.search("ou=people,dc=example,dc=com", "(uid=?)", word);
  }

  @Test
  @DisplayName("F12: the end of a search that nobody has begun comes on kept connections")
  void strayAnswers() throws Exception {
    byte[] done = {0x30, 12, 2, 1, 77, 0x65, 7, 10, 1, 0, 4, 0, 4, 0};
    isWellAfter(() -> proxy.babble(done));
  }
}
