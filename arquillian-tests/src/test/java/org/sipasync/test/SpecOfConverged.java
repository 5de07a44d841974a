package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipPhone;

/** JSR 289, 13: SIP and HTTP servlets of one WAR share application sessions. */
@Tag("C-G7")
interface SpecOfConverged {
  /** Answer to a GET of one browser, which keeps its cookies. */
  String get(String query) throws Exception;

  int httpPort();

  /** Begins a call of a name; a query that leads to it. */
  static String call(String uri) {
    try (SipPhone phone = InContainer.phone("udp")) {
      return phone.request("MESSAGE", uri).expect(200).body();
    }
  }

  default void awaitNote(String note) {
    await()
        .atMost(InContainer.PATIENCE)
        .untilAsserted(() -> assertThat(get("do=notes")).contains(note));
  }

  @Test
  @Tag("289-13")
  @Tag("C-G2")
  @DisplayName("An HTTP servlet gets the SIP objects by @Resource, @Inject, attribute and JNDI")
  default void objects() throws Exception {
    assertThat(get("do=objects")).isEqualTo("all");
  }

  @Test
  @Tag("289-13")
  @Tag("C-G2")
  @DisplayName("A web listener gets the SIP objects by @Resource, to be used after the start")
  default void listener() throws Exception {
    assertThat(get("do=listener")).isEqualTo("too early with timers, now sip:a@b");
  }

  @ParameterizedTest(name = "do={0}")
  @Tag("289-13")
  @ValueSource(strings = {"who", "forward", "include", "async", "dispatch", "error"})
  @DisplayName("However a servlet is reached, its session is the ConvergedHttpSession")
  default void everyWay(String what) throws Exception {
    assertThat(get("do=name&name=" + what)).isEqualTo("named");
    assertThat(get("do=" + what)).isEqualTo(what + " known");
  }

  @Test
  @Tag("289-13")
  @DisplayName("encodeURL: an HTTP request joins the application session of a SIP request")
  default void encoded() throws Exception {
    String query = call("x;name=anna;stays=yes");
    assertThat(get("do=who&" + query)).isEqualTo("anna known");
    assertThat(get("do=who")).isEqualTo("anna known");
    String other = call("x;name=otto;stays=yes");
    assertThat(get("do=who&" + other)).isEqualTo("otto known");
    assertThat(get("do=who")).isEqualTo("otto known");
  }

  @Test
  @Tag("289-13")
  @DisplayName("encodeURL: a changed key leads nowhere")
  default void forged() throws Exception {
    String query = call("x;name=eve;stays=yes");
    String last = query.endsWith("0") ? "1" : "0";
    String forged = query.substring(0, query.length() - 1) + last;
    assertThat(get("do=who&" + forged)).isEqualTo("null known");
  }

  @Test
  @Tag("289-13")
  @DisplayName("A new session id after a login is the same session")
  default void login() throws Exception {
    get("do=name&name=lisa");
    String[] ids = get("do=login").split(" ");
    assertThat(ids[1]).isNotEqualTo(ids[0]);
    assertThat(get("do=who")).isEqualTo("lisa known");
  }

  @Test
  @Tag("289-13")
  @DisplayName("ConvergedHttpSession.encodeURL makes a URL that needs no cookie")
  default void url() throws Exception {
    get("do=name&name=nora");
    String url = get("do=url");
    assertThat(url)
        .startsWith("http://127.0.0.1:" + httpPort() + "/web/call;jsessionid=")
        .endsWith("?do=who");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.body()).isEqualTo("nora known");
  }

  @Test
  @Tag("289-13")
  @DisplayName("The end of the HTTP session ends an application session that nothing else keeps")
  default void logout() throws Exception {
    get("do=name&name=mia");
    assertThat(get("do=logout")).isEqualTo("out");
    awaitNote("http mia ended");
    awaitNote("sip mia ended");
  }

  @Test
  @Tag("289-13")
  @Tag("X1")
  @DisplayName("The end of the application session, in its turn, ends its HTTP sessions")
  default void hangup() throws Exception {
    get("do=name&name=ben");
    assertThat(get("do=hangup")).isEqualTo("hung up");
    awaitNote("http ben ended");
    awaitNote("sip ben ended");
    assertThat(get("do=who")).isEqualTo("null known");
  }

  @Test
  @Tag("289-13")
  @Tag("X1")
  @DisplayName("An HTTP request places a call in the session's turn, with async before it")
  default void dial() throws Exception {
    try (SipPhone callee = InContainer.phone("udp")) {
      assertThat(get("do=dial&port=" + callee.port())).isEqualTo("dialled");
      IncomingCall call = callee.awaitCall();
      call.accept();
      call.awaitAck();
      await()
          .atMost(InContainer.PATIENCE)
          .untilAsserted(() -> assertThat(get("do=answered")).isEqualTo("yes"));
    }
  }
}
