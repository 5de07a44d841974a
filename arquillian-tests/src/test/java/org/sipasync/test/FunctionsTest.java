package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.test.functions.FunctionsServlet;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** The built-in functions in the container: SQL, exec, events, retries. */
@ArquillianTest
@Tag("F3")
class FunctionsTest extends InContainer {
  @ArquillianResource URL application;

  @Deployment(testable = false)
  static WebArchive functions() {
    return war("functions", FunctionsServlet.class.getPackage());
  }

  @ParameterizedTest(name = "sip:{0} is answered {1}, return code {2}, value {3}")
  @CsvSource({
    "sql;arg=alice, 200, 1, credit of alice",
    "sql;arg=%27%3b%20DROP, 200, 1, 'credit of ''; DROP'",
    "sqlempty, 503, -9, null",
    "sqlupdate, 200, 1, 0",
    "sqlslow;deadline=300, 504, -3, null",
    "exec;arg=hello, 200, 1, -- hello",
    "execslow;deadline=200, 504, -3, null",
    "event;arg=nobody;deadline=100, 504, -3, null",
    "retry, 200, 1, fallback",
    "all, 200, 1, '[1, two, null]'"
  })
  void answers(String address, int status, int code, String value) {
    try (SipPhone caller = phone("udp")) {
      SipMessage answer = caller.request("MESSAGE", address).expect(status);
      assertThat(answer.header("X-Rc")).isEqualTo(Integer.toString(code));
      assertThat(answer.header("X-Value")).isEqualTo(value);
    }
  }

  @Test
  @Tag("C1")
  @DisplayName("C1: outputs of all parts")
  void all() {
    try (SipPhone caller = phone("tcp")) {
      assertThat(caller.request("OPTIONS", "all").expect(200).header("X-Both")).isEqualTo("1 two");
    }
  }

  @Test
  @Tag("C2")
  @DisplayName("C2: the circuit breaker opens over several calls")
  void breaker() {
    try (SipPhone caller = phone("udp")) {
      for (int i = 0; i < 2; i++) {
        assertThat(caller.request("OPTIONS", "breaker").expect(503).header("X-Cause"))
            .isEqualTo("java.io.IOException: always down");
      }
      assertThat(caller.request("OPTIONS", "breaker").expect(503).header("X-Rc")).isEqualTo("-6");
    }
  }

  /**
   *
   *
   * <pre>
   * caller                  functions                 HTTP client
   *   │ INVITE event ────────▶│ async(await)               │
   *   │                       │◀──────────── POST /events  │
   *   │◀───────────── 200 OK  │                            │
   * </pre>
   */
  @OverBothTransports
  @DisplayName("An INVITE waits for an event that comes over HTTP")
  void event(String transport) throws Exception {
    try (SipPhone caller = phone(transport)) {
      Call call = caller.invite("event;arg=k-" + transport);
      call.expect(100);
      URI uri =
          URI.create(
              "http://127.0.0.1:%d%sevents?key=k-%s"
                  .formatted(application.getPort(), application.getPath(), transport));
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          HttpClient.newHttpClient()
                              .send(
                                  HttpRequest.newBuilder(uri)
                                      .timeout(Duration.ofSeconds(10))
                                      .POST(HttpRequest.BodyPublishers.ofString("paid"))
                                      .build(),
                                  HttpResponse.BodyHandlers.ofString())
                              .body())
                      .isEqualTo("1"));
      assertThat(call.expect(200).header("X-Value")).isEqualTo("paid");
      call.ack();
      call.bye();
    }
  }

  @Test
  @Tag("A8")
  @DisplayName("A8: a CANCEL ends the wait and the process")
  void cancelled() {
    try (SipPhone caller = phone("udp")) {
      for (String address : new String[] {"event;arg=never", "execslow"}) {
        Call call = caller.invite(address);
        call.expect(100);
        call.cancel().expect(200);
        call.ackFailure(487);
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(caller.request("OPTIONS", "waiting").expect(200).header("X-Value"))
                      .isEqualTo("0 0"));
    }
  }

  @ParameterizedTest(name = "F4: {0} launched is reported as {1}")
  @CsvSource({"sql, 1 credit of l-sql", "exec, 1 -- l-exec", "retry, 1 fallback"})
  @Tag("F4")
  void launched(String function, String report) {
    try (SipPhone caller = phone("udp")) {
      String arg = "l-" + function;
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
}
