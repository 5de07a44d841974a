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
import org.sipasync.test.pojo.Pojo;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** Handlers without a base class, declarative calls, and launches. */
@ArquillianTest
class PojoTest extends InContainer {
  @ArquillianResource URL application;

  @Deployment(testable = false)
  static WebArchive pojo() {
    return war("pojo", Pojo.class.getPackage());
  }

  private static String note(SipPhone phone, String who) {
    return phone.request("MESSAGE", "notes;who=" + who).expect(200).body();
  }

  private static void awaitNote(SipPhone phone, String who, String note) {
    await().untilAsserted(() -> assertThat(note(phone, who)).contains(note));
  }

  /**
   *
   *
   * <pre>
   * caller                    pojo
   *   │ INVITE ───────────────▶│ @Invite: async(credit), resume credited
   *   │                        │ credited: async(all(tariff, sleep)), resume rated
   *   │◀─────────────── 200 OK │ rated
   *   │ ACK, BYE ─────────────▶│ @Bye
   *   │◀─────────────── 200 OK │
   * </pre>
   */
  @OverBothTransports
  @Tag("A2")
  @Tag("C1")
  @Tag("F2")
  @DisplayName("Handlers return functions; functions by name; merged outputs")
  void twoSuspensionsTopToBottom(String transport) {
    try (SipPhone caller = phone(transport)) {
      Call call = caller.invite("any;uid=alice");
      assertThat(call.expect(200).header("X-Account")).isEqualTo("42 EUR flat");
      call.ack();
      call.bye().expect(200);
    }
  }

  @Test
  @Tag("F2")
  @DisplayName("F2: a blocking method's exception is the cause of -1")
  void functionThatFails() {
    try (SipPhone caller = phone("udp")) {
      Call call = caller.invite("any;uid=nobody");
      assertThat(call.expect(404).header("X-Cause"))
          .isEqualTo("java.io.FileNotFoundException: no account of nobody");
      call.ackFailure(404);
    }
  }

  @Test
  @Tag("A9")
  @DisplayName("A9: a function's own deadline applies and interrupts its method")
  void functionWithADeadline() {
    try (SipPhone caller = phone("udp")) {
      Call call = caller.invite("any;uid=slow");
      assertThat(call.expect(504).header("X-Rc")).isEqualTo("-3");
      call.ackFailure(504);
      awaitNote(caller, "slow", "interrupted");
    }
  }

  @Test
  @DisplayName("A handler that returns null suspends nothing")
  void nullSuspendsNothing() {
    try (SipPhone caller = phone("udp")) {
      caller.invite("any").ackFailure(400);
    }
  }

  @Test
  @DisplayName("@AnyMethod gets methods without a handler of their own")
  void anyMethod() {
    try (SipPhone caller = phone("udp")) {
      assertThat(caller.request("REGISTER", "any").expect(200).header("X-Handler"))
          .isEqualTo("any");
    }
  }

  @Test
  @DisplayName("Responses go to the handler that fits most closely")
  void responses() {
    try (SipPhone caller = phone("udp")) {
      caller.request("MESSAGE", "outbound;to=free").expect(200);
      awaitNote(caller, "responses", "optionsOk 200");
      caller.request("MESSAGE", "outbound;to=busy").expect(200);
      awaitNote(caller, "responses", "error 486");
    }
  }

  /**
   *
   *
   * <pre>
   * caller                    pojo
   *   │ MESSAGE ──────────────▶│ launch(sleep), report reported
   *   │◀─────────────── 200 OK │ at once
   *   │                        │ reported: 1, parameter, outputs
   * </pre>
   */
  @OverBothTransports
  @Tag("L1")
  @Tag("L3")
  @Tag("L4")
  @DisplayName("L1, L3, L4: the handler continues; the report gets code, outputs, parameter")
  void launch(String transport) {
    try (SipPhone caller = phone(transport)) {
      String who = "launched-" + transport;
      Exchange exchange = caller.request("MESSAGE", "launch;ms=2000;who=" + who);
      exchange.expect(200);
      awaitNote(caller, who, "answered\nreport 1 [slept]");
    }
  }

  @Test
  @Tag("L2")
  @DisplayName("L2: without a report route")
  void withoutReport() {
    try (SipPhone caller = phone("udp")) {
      caller.request("MESSAGE", "silent;who=silent").expect(200);
      awaitNote(caller, "silent", "done in silence");
    }
  }

  @Test
  @Tag("L4")
  @DisplayName("L4: a function that cannot start is reported with its negative code")
  void cannotStart() {
    try (SipPhone caller = phone("udp")) {
      caller.request("MESSAGE", "broken;who=broken").expect(200);
      awaitNote(caller, "broken", "report -2 no way[]");
    }
  }

  @Test
  @Tag("L5")
  @DisplayName("L5: a launch has a deadline")
  void deadline() {
    try (SipPhone caller = phone("udp")) {
      caller.request("MESSAGE", "deadline;who=deadline").expect(200);
      awaitNote(caller, "deadline", "report -3 sleep did not finish within 60 ms[]");
    }
  }

  @ParameterizedTest(name = "@Launch: {1} is reported as {2}")
  @CsvSource({
    "push, ann, pushed 1",
    "push, failing, pushed -1 java.io.FileNotFoundException: no device",
    "code, coded, pushed -42",
    "later, later, pushed 1"
  })
  @Tag("L1")
  void declarative(String user, String who, String note) {
    try (SipPhone caller = phone("udp")) {
      caller.request("MESSAGE", user + ";who=" + who).expect(200);
      awaitNote(caller, who, note);
    }
  }

  @Test
  @Tag("L5")
  @DisplayName("L5: a @Launch method is interrupted at its deadline")
  void declarativeDeadline() {
    try (SipPhone caller = phone("udp")) {
      caller.request("MESSAGE", "push;who=sluggish").expect(200);
      awaitNote(caller, "sluggish", "pushed -3");
    }
  }

  @Test
  @Tag("L6")
  @DisplayName("L6: from a timer, a listener, an HTTP servlet")
  void fromAnywhere() throws Exception {
    try (SipPhone caller = phone("udp")) {
      caller.request("MESSAGE", "timer;who=timer").expect(200);
      awaitNote(caller, "timer", "report 1");
      awaitNote(caller, "listener", "report 1");
      URI uri =
          URI.create(
              "http://127.0.0.1:%d%slaunch?who=http"
                  .formatted(application.getPort(), application.getPath()));
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("launched");
      awaitNote(caller, "http", "report 1");
    }
  }

  @Test
  @DisplayName("Errors in use suggest the nearest name")
  void mistakes() {
    try (SipPhone caller = phone("udp")) {
      SipMessage ok = caller.request("MESSAGE", "mistake").expect(200);
      assertThat(ok.body().lines())
          .containsExactly(
              "SIPA-0018: Application pojo has no report route \"repotred\" (did you mean"
                  + " \"reported\"?). Its report routes: [pushed, reported]. Annotate a method with"
                  + " @ReportRoute(\"repotred\").",
              "SIPA-0016: Application pojo has no function \"credti\" (did you mean \"credit\"?)."
                  + " Its functions: [credit, tariff]. Annotate a blocking method of a CDI bean"
                  + " with @BlockingFunction(\"credti\").",
              "SIPA-0017: Function \"credit\" is creditOf(String, int): it cannot be called with"
                  + " (Integer).",
              "SIPA-0019: A deadline of PT48H does not fit a launch: it must be positive and at"
                  + " most PT24H.");
    }
  }
}
