package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.CookieManager;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.test.web.PhoneServlet;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipPhone;

/** JSR 289, 13: SIP and HTTP servlets of one WAR share application sessions. */
@ArquillianTest
@Tag("C-G7")
@Tag("289-13")
class ConvergedTest extends InContainer {
  private static final String ERROR_PAGE =
      """
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        <error-page><error-code>418</error-code><location>/call</location></error-page>
      </web-app>
      """;

  @ArquillianResource URL address;

  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  /** HTTP servlets are no beans in this mode. */
  @Deployment(testable = false)
  static WebArchive web() {
    return ShrinkWrap.create(WebArchive.class, "web.war")
        .addPackage(PhoneServlet.class.getPackage())
        .addAsWebInfResource(
            new StringAsset("<beans bean-discovery-mode=\"annotated\"/>"), "beans.xml")
        .setWebXML(new StringAsset(ERROR_PAGE));
  }

  private String get(HttpClient client, String query) throws Exception {
    URI uri = URI.create("http://127.0.0.1:%d/web/call?%s".formatted(address.getPort(), query));
    return client
        .send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private String get(String query) throws Exception {
    return get(browser, query);
  }

  /** Begins a call of a name; a query that leads to it. */
  private static String call(String uri) {
    try (SipPhone phone = phone("udp")) {
      return phone.request("MESSAGE", uri).expect(200).body();
    }
  }

  private void awaitNote(String note) {
    await()
        .atMost(InContainer.PATIENCE)
        .untilAsserted(() -> assertThat(get("do=notes")).contains(note));
  }

  @Test
  @Tag("C-G2")
  @DisplayName("An HTTP servlet gets the SIP objects by @Resource, @Inject, attribute and JNDI")
  void objects() throws Exception {
    assertThat(get("do=objects")).isEqualTo("all");
  }

  @ParameterizedTest(name = "do={0}")
  @ValueSource(strings = {"who", "forward", "include", "async", "dispatch", "error"})
  @DisplayName("However a servlet is reached, its session is the ConvergedHttpSession")
  void everyWay(String what) throws Exception {
    assertThat(get("do=name&name=" + what)).isEqualTo("named");
    assertThat(get("do=" + what)).isEqualTo(what + " known");
  }

  @Test
  @DisplayName("encodeURL: an HTTP request joins the application session of a SIP request")
  void encoded() throws Exception {
    String query = call("x;name=anna;stays=yes");
    assertThat(get("do=who&" + query)).isEqualTo("anna known");
    assertThat(get("do=who")).isEqualTo("anna known");
    String other = call("x;name=otto;stays=yes");
    assertThat(get("do=who&" + other)).isEqualTo("otto known");
    assertThat(get("do=who")).isEqualTo("otto known");
  }

  @Test
  @DisplayName("encodeURL: a changed key leads nowhere")
  void forged() throws Exception {
    String query = call("x;name=eve;stays=yes");
    String last = query.endsWith("0") ? "1" : "0";
    String forged = query.substring(0, query.length() - 1) + last;
    assertThat(get("do=who&" + forged)).isEqualTo("null known");
  }

  @Test
  @DisplayName("A new session id after a login is the same session")
  void login() throws Exception {
    get("do=name&name=lisa");
    String[] ids = get("do=login").split(" ");
    assertThat(ids[1]).isNotEqualTo(ids[0]);
    assertThat(get("do=who")).isEqualTo("lisa known");
  }

  @Test
  @DisplayName("ConvergedHttpSession.encodeURL makes a URL that needs no cookie")
  void url() throws Exception {
    get("do=name&name=nora");
    String url = get("do=url");
    assertThat(url)
        .startsWith("http://127.0.0.1:" + address.getPort() + "/web/call;jsessionid=")
        .endsWith("?do=who");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.body()).isEqualTo("nora known");
  }

  @Test
  @DisplayName("The end of the HTTP session ends an application session that nothing else keeps")
  void logout() throws Exception {
    get("do=name&name=mia");
    assertThat(get("do=logout")).isEqualTo("out");
    awaitNote("http mia ended");
    awaitNote("sip mia ended");
  }

  @Test
  @Tag("X1")
  @DisplayName("The end of the application session, in its turn, ends its HTTP sessions")
  void hangup() throws Exception {
    get("do=name&name=ben");
    assertThat(get("do=hangup")).isEqualTo("hung up");
    awaitNote("http ben ended");
    awaitNote("sip ben ended");
    assertThat(get("do=who")).isEqualTo("null known");
  }

  @Test
  @Tag("X1")
  @DisplayName("An HTTP request places a call in the session's turn, with async before it")
  void dial() throws Exception {
    try (SipPhone callee = phone("udp")) {
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
