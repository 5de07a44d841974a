package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.testkit.Servers;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** The sample application, as it ships: each row of its table. */
@ArquillianTest
class SampleTest extends InContainer {
  private static final String AUTH = "sip:auth@127.0.0.1:" + SIP_PORT;
  private static final DigestClient ALICE = new DigestClient("alice", "secret-of-alice");

  @ArquillianResource URL application;

  @Deployment(testable = false)
  static WebArchive sample() {
    return ShrinkWrap.createFromZipFile(
        WebArchive.class, new File(System.getProperty("sample.war")));
  }

  /** OPTIONS, MESSAGE and INVITE with ACK and BYE; the last response to each is checked. */
  private static void answers(String address, int status, String header, String value) {
    try (SipPhone caller = phone("udp")) {
      for (String method : List.of("OPTIONS", "MESSAGE")) {
        check(caller.request(method, address).expect(status), header, value);
      }
      Call call = caller.invite(address);
      SipMessage answer = call.expect(status);
      check(answer, header, value);
      if (status == 200) {
        assertThat(answer.body()).contains("m=audio 4000");
        call.ack();
        call.bye().expect(200);
      } else {
        call.ackFailure(status);
      }
    }
  }

  private static void check(SipMessage answer, String header, String value) {
    if (header != null) {
      assertThat(answer.header(header)).matches(value);
    }
  }

  @ParameterizedTest(name = "sip:{0} is answered {1}, {2}: {3}")
  @CsvSource({
    "credit;uid=alice, 200, X-Credit, 42",
    "credit;uid=alice;mode=blocking, 200, X-Credit, 42",
    "credit;uid=carol, 402, ,",
    "credit;uid=carol;mode=blocking, 402, ,",
    "credit;uid=mallory, 404, ,",
    "credit;uid=mallory;mode=blocking, 404, ,",
    "credit;uid=%27%3b%20DROP%20TABLE%20users, 404, ,",
    "credit, 404, ,",
    "http;delay=20, 200, X-Result, price=0\\.12",
    "http;delay=20;mode=blocking, 200, X-Result, price=0\\.12",
    "http;delay=20;action=route, 302, Contact, <sip:pause@.*",
    "http;delay=20;action=block, 403, ,",
    "http;delay=20;action=block;mode=blocking, 403, ,",
    "http;delay=4000, 504, ,",
    "http;delay=4000;mode=blocking, 504, ,",
    "exec;arg=x-1, 200, X-Exec, the script was given x-1",
    "exec;arg=x-1;mode=blocking, 200, X-Exec, the script was given x-1",
    "exec;ms=3900, 504, ,",
    "cdr, 200, ,",
    "event, 200, ,",
    "chain;uid=alice, 200, X-Steps, known credit=42 price=0\\.12",
    "chain;uid=carol, 402, ,",
    "chain;uid=mallory, 404, ,",
    "all, 200, X-All, credit=42 price=0\\.12 slept",
    "all;uid=mallory, 503, ,",
    "call;uid=nobody, 480, ,",
    "nobody, 404, ,"
  })
  void rows(String address, int status, String header, String value) {
    answers(address, status, header, value);
  }

  @ParameterizedTest(name = "sip:{0} pauses, then answers 200")
  @ValueSource(strings = {"pause;ms=80", "pause;ms=80;mode=blocking"})
  void pauses(String address) {
    try (SipPhone caller = phone("udp")) {
      Call call = caller.invite(address);
      assertThat(call.expect(200).body()).contains("m=audio 4000");
      assertThat(call.invite().millisTo(200)).isGreaterThanOrEqualTo(80);
      call.ack();
      call.bye().expect(200);
      for (String method : new String[] {"OPTIONS", "MESSAGE"}) {
        Exchange exchange = caller.request(method, address);
        assertThat(exchange.millisTo(200)).isGreaterThanOrEqualTo(80);
      }
    }
  }

  @ParameterizedTest(name = "hostile parameter: sip:{0} is refused")
  @ValueSource(
      strings = {
        "pause;ms=abc",
        "pause;ms=-1",
        "pause;ms=99999999999",
        "pause;ms=4001",
        "pause;ms=",
        "pause;ms=%24%7Bx%7D",
        "http;delay=20001",
        "http;action=rm",
        "http;action=price%26delay=0",
        "exec;arg=%24(id)",
        "exec;arg=-e",
        "exec;arg=%60id%60",
        "exec;arg=a%0Ab",
        "exec;ms=5000",
        "wait"
      })
  void hostileParameters(String address) {
    try (SipPhone caller = phone("udp")) {
      caller.request("MESSAGE", address).expect(400);
    }
  }

  @Test
  @Tag("A8")
  @DisplayName("A8: CANCEL while the backend works: 487, and the next call is served")
  void cancelled() {
    try (SipPhone caller = phone("udp")) {
      for (String address : List.of("http;delay=2900", "exec;ms=2900", "wait;key=never")) {
        Call call = caller.invite(address);
        call.expect(100);
        call.cancel().expect(200);
        call.ackFailure(487);
      }
      caller.request("OPTIONS", "http;delay=0").expect(200);
    }
  }

  @Test
  @Tag("L1")
  @DisplayName("L1: sip:push answers immediately; the notification is counted")
  void push() {
    try (SipPhone caller = phone("udp")) {
      answers("push;device=d1", 200, "X-Pushed", "\\d+ and 0 failed");
      await()
          .untilAsserted(
              () ->
                  assertThat(caller.request("MESSAGE", "push").expect(200).header("X-Pushed"))
                      .matches("[1-9]\\d* and 0 failed"));
    }
  }

  @Test
  @DisplayName("sip:cdr: the BYE launches an insert; the record can be read")
  void record() {
    try (SipPhone caller = phone("udp")) {
      Call call = caller.invite("cdr");
      call.expect(200);
      call.ack();
      call.bye().expect(200);
      await()
          .untilAsserted(
              () -> assertThat(http("GET", "records", "").body()).contains(call.callId()));
    }
  }

  private HttpResponse<String> http(String method, String path, String body)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d/%s".formatted(application.getPort(), path));
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(10))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /**
   *
   *
   * <pre>
   * caller                  sample                    HTTP client
   *   │ INVITE wait;key=k ───▶│ async(await)               │
   *   │                       │◀───────── POST /events/k   │
   *   │◀── 200 X-Event: ...   │                            │
   * </pre>
   */
  @ParameterizedTest(name = "{0} sip:wait waits for POST /events/k")
  @ValueSource(strings = {"INVITE", "OPTIONS", "MESSAGE"})
  void waits(String method) throws Exception {
    try (SipPhone caller = phone("udp")) {
      String key = "k-" + method;
      String address = "wait;key=" + key;
      Call call = method.equals("INVITE") ? caller.invite(address) : null;
      Exchange exchange = call != null ? call.invite() : caller.request(method, address);
      await()
          .untilAsserted(
              () ->
                  assertThat(http("POST", "events/" + key, "paid\r\nX-Evil: 1").body().trim())
                      .isEqualTo("1"));
      SipMessage answer = exchange.expect(200);
      assertThat(answer.header("X-Event")).isEqualTo("paid X-Evil: 1");
      assertThat(answer.find("X-Evil")).isEmpty();
      if (call != null) {
        call.ack();
        call.bye().expect(200);
      }
    }
  }

  @Test
  @Tag("A9")
  @DisplayName("sip:wait gives up after 20 s: 504")
  void nobodyPosts() throws Exception {
    try (SipPhone caller = phone("udp").patience(Duration.ofSeconds(90))) {
      Exchange waiting = caller.request("MESSAGE", "wait;key=nobody");
      assertThat(waiting.millisTo(504)).isGreaterThanOrEqualTo(20_000L);
      assertThat(http("POST", "events/nobody", "late").body().trim()).isEqualTo("0");
      assertThat(http("POST", "events/", "").statusCode()).isEqualTo(400);
      assertThat(http("POST", "events/k", "x".repeat(1_001)).statusCode()).isEqualTo(413);
    }
  }

  /**
   *
   *
   * <pre>
   * caller                          sample
   *   │ OPTIONS auth ────────────────▶│
   *   │◀── 401, a challenge for each  │
   *   │    of SHA-256 and MD5         │
   *   │ OPTIONS with credentials ────▶│ async(SQL: the secret)
   *   │◀── 200 X-User: alice          │
   * </pre>
   */
  @ParameterizedTest(name = "sip:auth by {0}{1} (RFC 8760)")
  @CsvSource({"SHA-256, ''", "MD5, ''", "SHA-256, ;mode=blocking", "MD5, ;mode=blocking"})
  void authenticates(String algorithm, String mode) {
    try (SipPhone caller = phone("udp")) {
      for (String method : List.of("OPTIONS", "MESSAGE", "INVITE")) {
        SipMessage challenge = caller.request("OPTIONS", "auth" + mode).expect(401);
        String credentials = ALICE.answer(challenge, algorithm, method, AUTH + mode, 1);
        if (method.equals("INVITE")) {
          Call call = caller.invite("auth" + mode, credentials);
          assertThat(call.expect(200).header("X-User")).isEqualTo("alice");
          call.ack();
          call.bye().expect(200);
        } else {
          caller.request(method, "auth" + mode, credentials).expect(200);
        }
      }
    }
  }

  @Test
  @DisplayName("sip:auth: a nonce is valid once per count; a reused one is stale")
  void stale() {
    try (SipPhone caller = phone("udp")) {
      SipMessage challenge = caller.request("OPTIONS", "auth").expect(401);
      assertThat(challenge.header("WWW-Authenticate")).doesNotContain("stale");
      String once = ALICE.answer(challenge, "SHA-256", "OPTIONS", AUTH, 1);
      caller.request("OPTIONS", "auth", once).expect(200);
      SipMessage again = caller.request("OPTIONS", "auth", once).expect(401);
      assertThat(again.header("WWW-Authenticate")).contains("stale=true");
      caller
          .request("OPTIONS", "auth", ALICE.answer(challenge, "SHA-256", "OPTIONS", AUTH, 2))
          .expect(200);
      String before = ALICE.answer("sip-async", "AAAA", "SHA-256", "OPTIONS", AUTH, 1);
      assertThat(caller.request("OPTIONS", "auth", before).expect(401).header("WWW-Authenticate"))
          .contains("stale=true");
      DigestClient guesser = new DigestClient("bob", "guess");
      String wrong = guesser.answer("sip-async", "AAAA", "SHA-256", "OPTIONS", AUTH, 1);
      assertThat(caller.request("OPTIONS", "auth", wrong).expect(401).header("WWW-Authenticate"))
          .doesNotContain("stale");
    }
  }

  /** Tells of Authorization headers that are not ours, or ours in other words. */
  @Test
  @Tag("S1")
  @Tag("S2")
  @DisplayName("sip:auth: among several headers and realms ours counts, with any token as a name")
  void severalCredentials() {
    try (SipPhone caller = phone("udp")) {
      SipMessage challenge = caller.request("OPTIONS", "auth").expect(401);
      String ours = ALICE.answer(challenge, "SHA-256", "OPTIONS", AUTH, 1);
      String others =
          ALICE.answer("another", "abc", "MD5", "OPTIONS", AUTH, 1).replace("alice", "bob");
      String basic = "Authorization: Basic YTpi";
      String sha512 = ours.replace("algorithm=SHA-256", "algorithm=SHA-512-256");
      caller.request("OPTIONS", "auth", others).expect(401);
      assertThat(
              caller
                  .request(
                      "OPTIONS", "auth", others, sha512, ours + ", integrity-protected=\"yes\"")
                  .expect(200)
                  .header("X-User"))
          .isEqualTo("alice");
      String second = ALICE.answer(challenge, "MD5", "OPTIONS", AUTH, 1);
      SipMessage other = caller.request("OPTIONS", "auth", second, others).expect(401);
      assertThat(other.header("WWW-Authenticate")).contains("stale=true"); // the same nonce
      String third = ALICE.answer(challenge, "MD5", "OPTIONS", AUTH, 2);
      caller.request("OPTIONS", "auth", basic, third + ", a_b=c", others).expect(200);
    }
  }

  @ParameterizedTest(name = "made for {0}: {1}")
  @Tag("S8")
  @CsvSource({
    "sip:auth@127.0.0.1:PORT, 200",
    "SIP:auth@127.0.0.1:PORT, 200",
    "sip:auth@127.0.0.1, 400",
    "sip:credit@127.0.0.1:PORT, 400",
    "sip:127.0.0.1:PORT, 400",
    "tel:+49301234, 400",
    "*, 400",
    "/index.html, 400",
    "sip:, 400"
  })
  @DisplayName("RFC 7616, 3.4.6: credentials are valid only for their Request-URI")
  void digestUri(String uri, int status) {
    try (SipPhone caller = phone("udp")) {
      SipMessage challenge = caller.request("OPTIONS", "auth").expect(401);
      String made = uri.replace("PORT", Integer.toString(SIP_PORT));
      caller
          .request("OPTIONS", "auth", ALICE.answer(challenge, "MD5", "OPTIONS", made, 1))
          .expect(status);
    }
  }

  @Test
  @DisplayName("sip:auth: after three wrong passwords even the right one is answered 403")
  void wrongPassword() {
    try (SipPhone caller = phone("udp")) {
      DigestClient guesser = new DigestClient("carol", "guess");
      for (int status : new int[] {401, 401, 403, 403}) {
        SipMessage challenge = caller.request("OPTIONS", "auth").expect(401);
        caller
            .request("OPTIONS", "auth", guesser.answer(challenge, "MD5", "OPTIONS", AUTH, 1))
            .expect(status);
      }
      SipMessage challenge = caller.request("OPTIONS", "auth").expect(401);
      DigestClient carol = new DigestClient("carol", "secret-of-carol");
      caller
          .request("OPTIONS", "auth", carol.answer(challenge, "MD5", "OPTIONS", AUTH, 1))
          .expect(403);
      DigestClient nobody = new DigestClient("nobody' OR '1'='1", "x");
      caller
          .request("OPTIONS", "auth", nobody.answer(challenge, "MD5", "OPTIONS", AUTH, 1))
          .expect(401);
    }
  }

  /**
   *
   *
   * <pre>
   * caller             sample              bob's phone
   *   │                  │◀─── REGISTER, 401, REGISTER, 200
   *   │ INVITE call ────▶│ async(SQL)          │
   *   │                  │ INVITE ────────────▶│
   *   │◀──────── 180     │◀────────── 180      │
   *   │◀──────── 200     │◀────────── 200      │
   *   │ ACK ────────────▶│────────────────────▶│
   *   │ BYE ────────────▶│────────────────────▶│
   *   │◀──────── 200     │◀────────── 200      │
   * </pre>
   */
  @Test
  @DisplayName("sip:call forwards to the user's bindings and returns the callee's answer")
  void forwards() {
    DigestClient bob = new DigestClient("bob", "secret-of-bob");
    try (SipPhone caller = phone("udp");
        SipPhone callee = phone("udp").as("bob")) {
      bob.register(callee, "Contact: *", "Expires: 0"); // SIPp's phone may still be there
      SipMessage registered =
          bob.register(callee, "Contact: <" + callee.address() + ">", "Expires: 120");
      assertThat(registered.status()).isEqualTo(200);

      Call call = caller.invite("call;uid=bob");
      IncomingCall incoming = callee.awaitCall();
      incoming.ring();
      call.expect(180);
      incoming.accept("X-Callee: bob");
      assertThat(call.expect(200).header("X-Callee")).isEqualTo("bob");
      call.ack();
      incoming.awaitAck();
      Exchange bye = call.bye();
      incoming.awaitBye();
      bye.expect(200);

      try (SipPhone mobile = phone("udp").as("bob")) {
        bob.register(mobile, "Contact: <" + mobile.address() + ">", "Expires: 120");
        Call forked = caller.invite("call;uid=bob");
        IncomingCall desk = callee.awaitCall();
        IncomingCall pocket = mobile.awaitCall();
        desk.ring();
        pocket.accept("X-Callee: mobile");
        assertThat(forked.expect(200).header("X-Callee")).isEqualTo("mobile");
        forked.ack();
        pocket.awaitAck();
        desk.awaitCancel();
        Exchange hungUp = forked.bye();
        pocket.awaitBye();
        hungUp.expect(200);
        bob.register(mobile, "Contact: <" + mobile.address() + ">", "Expires: 0");
      }

      Call refused = caller.invite("call;uid=bob");
      callee.awaitCall().refuse(486, "Busy Here");
      refused.ackFailure(486);

      Call given = caller.invite("call;uid=bob");
      IncomingCall ringing = callee.awaitCall();
      ringing.ring();
      given.expect(180);
      given.cancel().expect(200);
      ringing.awaitCancel();
      given.ackFailure(487);

      Exchange message = caller.request("MESSAGE", "call;uid=bob");
      callee.respond(callee.awaitRequest("MESSAGE"), 202, "Accepted");
      message.expect(202);
      Exchange byTo = caller.request("MESSAGE", "call", "To: <sip:bob@127.0.0.1>");
      callee.respond(callee.awaitRequest("MESSAGE"), 202, "Accepted");
      byTo.expect(202);
      assertThat(bob.register(callee, "Contact: *", "Expires: 0").status()).isEqualTo(200);
    }
  }

  static boolean isSippInstalled() {
    return Servers.have("/usr/bin/sipp");
  }

  @Test
  @EnabledIf("isSippInstalled")
  @DisplayName("SIPp drives each row, as a tester without Java would")
  void sipp() throws Exception {
    Path log = Path.of("target", "sipp.log");
    Process rows =
        new ProcessBuilder(
                "../sample-app/sipp/rows.sh",
                "127.0.0.1:" + SIP_PORT,
                "127.0.0.1:" + application.getPort())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(rows.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(rows.exitValue()).describedAs(Files.readString(log)).isZero();
      assertThat(Files.readString(log)).contains("64 passed, 0 failed");
    } finally {
      rows.destroyForcibly();
    }
  }
}
