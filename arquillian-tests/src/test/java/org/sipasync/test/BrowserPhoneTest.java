package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipPhone;

/** A phone in a page of the WAR, in a real browser, over its WebSocket. */
@ArquillianTest
@EnabledIf("org.sipasync.test.Chromium#isInstalled")
class BrowserPhoneTest extends InContainer {
  private static final String SERVER = "127.0.0.1:" + SIP_PORT;
  private static Chromium chromium;

  @ArquillianResource URL application;
  private final List<String> complaints = new ArrayList<>();

  @Deployment(testable = false)
  static WebArchive socket() {
    return WebSocketTest.socketWar();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  /** A page with a phone that is registered. */
  private Page registered(String user) {
    Page page = open("127.0.0.1");
    assertThat(
            page.evaluate("user => { window.phone = new Phone(user); return phone.opened; }", user))
        .as("subprotocol")
        .isEqualTo("sip");
    assertThat(page.evaluate("server => phone.register(server)", SERVER)).isEqualTo(200);
    return page;
  }

  private Page open(String host) {
    if (chromium == null) {
      chromium = new Chromium();
    }
    Page page = chromium.browser().newPage();
    page.setDefaultTimeout(PATIENCE.toMillis());
    page.onPageError(complaints::add);
    page.navigate("http://%s:%d/socket/phone.html".formatted(host, application.getPort()));
    return page;
  }

  private static void awaitEvent(Page page, String event) {
    await()
        .atMost(PATIENCE)
        .pollInSameThread()
        .untilAsserted(() -> assertThat(page.textContent("#state")).contains(event));
  }

  private void close(Page... pages) {
    for (Page page : pages) {
      page.close();
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  @DisplayName("The browser calls a UDP phone through the proxy, and hangs up")
  void browserCalls() {
    Page page = registered("anna");
    try (SipPhone callee = phone("udp").as("bert")) {
      callee.request("REGISTER", "bert").expect(200);
      page.evaluate("uri => { phone.calling = phone.call(uri); }", "sip:proxy-bert@" + SERVER);
      IncomingCall incoming = callee.awaitCall();
      incoming.accept();
      assertThat(page.evaluate("() => phone.calling")).isEqualTo(200);
      incoming.awaitAck();
      page.evaluate("() => { phone.ending = phone.hangUp(); }");
      incoming.awaitBye();
      assertThat(page.evaluate("() => phone.ending")).isEqualTo(200);
    }
    close(page);
  }

  @Test
  @DisplayName("A UDP phone calls the browser, through the proxy and bridged")
  void browserIsCalled() {
    Page page = registered("anna");
    try (SipPhone caller = phone("udp").as("bert")) {
      for (String how : List.of("proxy-anna", "bridge-anna")) {
        Call call = caller.invite(how);
        call.expect(200);
        call.ack();
        awaitEvent(page, "acknowledged");
        call.bye().expect(200);
        awaitEvent(page, "ended");
      }
    }
    close(page);
  }

  @Test
  @DisplayName("A browser calls another browser, which hangs up")
  void browsersTalk() {
    Page anna = registered("anna");
    Page carl = registered("carl");
    assertThat(anna.evaluate("uri => phone.call(uri)", "sip:proxy-carl@" + SERVER)).isEqualTo(200);
    awaitEvent(carl, "acknowledged");
    assertThat(carl.evaluate("() => phone.hangUp()")).isEqualTo(200);
    awaitEvent(anna, "ended");
    close(anna, carl);
  }

  @Test
  @DisplayName("Another page's script gets no WebSocket, nor one without the subprotocol")
  void refused() {
    Page page = open("127.0.0.1");
    assertThat(page.evaluate("() => new Phone('x', 'chat').opened.catch(code => code)"))
        .isEqualTo(1006);
    page.close();
    Page foreign = open("localhost");
    String connect =
        "url => new Promise(end => { const socket = new WebSocket(url, 'sip');"
            + " socket.onopen = () => end('open'); socket.onclose = event => end(event.code); })";
    String url = "ws://127.0.0.1:%d/socket/sip".formatted(application.getPort());
    assertThat(foreign.evaluate(connect, url)).as("its origin is localhost").isEqualTo(1006);
    foreign.close();
  }
}
