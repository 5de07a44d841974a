package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.test.servers.ServersServlet;
import org.sipasync.testkit.FreeRadius;
import org.sipasync.testkit.RedisServer;
import org.sipasync.testkit.Slapd;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** The built-in functions that ask servers: OpenLDAP, FreeRADIUS, Redis, PostgreSQL. */
@EnabledIf("org.sipasync.testkit.Servers#installed")
@ArquillianTest
@Tag("F3")
class ServersTest extends InContainer {
  private static Slapd slapd;
  private static FreeRadius radius;
  private static RedisServer redis;
  private static EmbeddedPostgres postgres;

  @Deployment(testable = false)
  static WebArchive servers() throws IOException {
    slapd = Slapd.start(0);
    radius = FreeRadius.start();
    redis = RedisServer.start();
    postgres = EmbeddedPostgres.builder().start();
    String config =
        """
        sip.async.ldap.url=%s
        sip.async.radius.auth-servers=127.0.0.1:%d
        sip.async.radius.acct-servers=127.0.0.1:%d
        sip.async.radius.secret=%s
        sip.async.redis.uri=redis://127.0.0.1:%d
        sip.async.sql-pg.uri=postgresql://postgres@127.0.0.1:%d/postgres
        """
            .formatted(
                slapd.url(),
                radius.authPort(),
                radius.acctPort(),
                FreeRadius.SECRET,
                redis.port(),
                postgres.getPort());
    return war("servers", ServersServlet.class.getPackage())
        .addAsResource(new StringAsset(config), "META-INF/microprofile-config.properties");
  }

  @AfterAll
  static void stop() throws IOException {
    slapd.close();
    radius.close();
    redis.close();
    postgres.close();
  }

  @ParameterizedTest(name = "sip:{0} is answered {1}, return code {2}, value {3}")
  @CsvSource({
    "ldap;arg=alice, 200, 1, sip:alice@example.com",
    "ldap;arg=%2a, 503, -9, null",
    "auth;arg=alice, 200, 1, welcome",
    "auth;arg=mallory, 503, -10, null",
    "acct;arg=call-1, 200, 1, null",
    "redisset;arg=k, 200, 1, OK",
    "redis;arg=k%0d%0aFLUSHALL, 503, -9, null",
    "pg;arg=alice, 200, 1, credit of alice",
    "pg;arg=%27%3b%20DROP, 200, 1, 'credit of ''; DROP'",
    "pgslow;deadline=200, 504, -3, null"
  })
  void answers(String address, int status, int code, String value) {
    try (SipPhone caller = phone("udp")) {
      SipMessage answer = caller.request("MESSAGE", address).expect(status);
      assertThat(answer.header("X-Rc")).isEqualTo(Integer.toString(code));
      assertThat(answer.header("X-Value")).isEqualTo(value);
    }
  }

  @Test
  @Tag("A8")
  @DisplayName("A8: a CANCEL ends the statement, and waits for a hung server")
  void cancelled() {
    slapd.pause();
    radius.pause();
    try (SipPhone caller = phone("tcp")) {
      for (String address : new String[] {"pgslow", "ldap;arg=alice", "auth;arg=alice"}) {
        Call call = caller.invite(address);
        call.expect(100);
        call.cancel().expect(200);
        call.ackFailure(487);
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(caller.request("OPTIONS", "busy").expect(200).header("X-Value"))
                      .isEqualTo("0 0 0"));
    } finally {
      slapd.goOn();
      radius.goOn();
    }
  }

  @ParameterizedTest(name = "F4: {0} launched is reported as {1}")
  @CsvSource({
    "ldap, bob, 1 [sip:bob@example.com]",
    "auth, alice, 1 [welcome]",
    "redisset, x, 1 [OK]",
    "pg, carol, 1 [credit of carol]"
  })
  @Tag("F4")
  void launched(String function, String arg, String report) {
    try (SipPhone caller = phone("udp")) {
      caller.request("MESSAGE", "launch;fn=" + function + ";arg=" + arg).expect(200);
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          caller
                              .request("MESSAGE", "report;arg=" + arg)
                              .expect(200)
                              .header("X-Value"))
                      .isEqualTo(report));
    }
  }

  @Test
  @DisplayName("A server restart: calls are answered meanwhile and afterwards")
  void restarted() {
    try (SipPhone caller = phone("udp")) {
      redis.stop();
      slapd.stop();
      assertThat(caller.request("MESSAGE", "redis;arg=k").expect(503).header("X-Rc"))
          .isEqualTo("-1");
      assertThat(caller.request("MESSAGE", "ldap;arg=bob").expect(503).header("X-Rc"))
          .isEqualTo("-1");
      redis.restart();
      slapd.restart();
      caller.request("MESSAGE", "ldap;arg=bob").expect(200);
      await().untilAsserted(() -> caller.request("MESSAGE", "redisset;arg=again").expect(200));
    }
  }
}
