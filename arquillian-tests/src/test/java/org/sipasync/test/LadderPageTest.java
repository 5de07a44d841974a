package org.sipasync.test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.ColorScheme;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipPhone;

/** The console's page of ladders. Screenshots are kept in target/ladder. */
@EnabledIf("org.sipasync.test.Chromium#isInstalled")
class LadderPageTest extends ConsolePages {
  private static final long BEGIN = 1_764_226_342_123_456L;
  private static final String HOSTILE = "<img src=x onerror=alert(1)>\u202e\"'&lt;";
  private static final String SHOWN = HOSTILE.replace('\u202e', '\ufffd');

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    start(directory, "-Dsip.ladder=true");
  }

  @BeforeEach
  void open() {
    openLadder(1400, 900, ColorScheme.LIGHT, "");
  }

  private void openLadder(int width, int height, ColorScheme scheme, String hash) {
    open(width, height, scheme, "ladder.html" + hash);
    assertThat(page.locator("#capture")).containsText("capturing");
  }

  @Override
  void watch(Page opened) {
    opened.onDialog(dialog -> complaints.add("dialog: " + dialog.message()));
  }

  private void picture(String name) {
    page.screenshot(
        new ScreenshotOptions().setPath(Path.of("target/ladder").resolve(name + ".png")));
  }

  private Locator row(String text) {
    return page.locator("#diagram button", new Page.LocatorOptions().setHasText(text));
  }

  @Test
  @DisplayName("A call is found by its user, its ladder read by keyboard, and exported")
  void call() throws IOException {
    try (SipPhone caller = phone("udp").as("ladderpage")) {
      Call call = caller.invite("pause;ms=900");
      call.expect(200);
      call.ack();
      call.bye().expect(200);
      page.locator("input[name=user]").fill("ladderpage");
      page.keyboard().press("Enter");
      Locator found = page.locator("#calls tbody tr");
      assertThat(found).hasCount(1);
      assertThat(found).containsText("200");
      found.getByRole(com.microsoft.playwright.options.AriaRole.LINK).click();
      assertThat(page.locator("#ladder-title")).containsText(call.callId());
      for (String text :
          List.of(
              "INVITE suspended: sleep starts, to resume in paused",
              "100 Trying",
              "sleep returned 1 after",
              "route paused of shop runs",
              "BYE")) {
        assertThat(row(text)).hasCount(1);
      }
      assertThat(page.locator(".life.held").first()).isAttached();
      row("sleep returned").focus();
      page.keyboard().press("ArrowDown");
      assertThat(row("route paused of shop runs")).isFocused();
      page.keyboard().press("ArrowDown");
      assertThat(page.locator("#detail pre")).containsText("SIP/2.0 200 OK");
      picture("call");
      for (String form : List.of("text", "pcap")) {
        Download download = page.waitForDownload(() -> page.locator("#as-" + form).click());
        byte[] content = Files.readAllBytes(download.path());
        assertThat(new String(content, java.nio.charset.StandardCharsets.ISO_8859_1))
            .contains("INVITE sip:pause@", call.callId());
      }
    }
  }

  private static JsonObjectBuilder message(
      long micros, boolean isReceived, String remote, String startLine, String toTag) {
    return Json.createObjectBuilder()
        .add("type", "message")
        .add("atMicros", BEGIN + micros)
        .add("number", micros)
        .add("isReceived", isReceived)
        .add("isRepeated", false)
        .add("transport", "UDP")
        .add("local", "[2001:db8::1]:5060")
        .add("remote", remote)
        .add("startLine", startLine)
        .add("method", startLine.startsWith("SIP/2.0") ? "INVITE" : startLine.split(" ")[0])
        .add(
            "status",
            startLine.startsWith("SIP/2.0 ") ? Integer.parseInt(startLine.split(" ")[1]) : 0)
        .add("cseq", "1 INVITE")
        .add("callId", "c1")
        .add("toTag", toTag)
        .add("text", startLine + "\r\nSubject: " + HOSTILE + "\r\n\r\n");
  }

  private static JsonObjectBuilder operation(long micros, String step, int id, String function) {
    return Json.createObjectBuilder()
        .add("type", "operation")
        .add("atMicros", BEGIN + micros)
        .add("step", step)
        .add("operation", id)
        .add("kind", "SUSPENDED")
        .add("application", "shop")
        .add("callId", "c1")
        .add("method", "INVITE")
        .add("function", function)
        .add("route", "credited")
        .add("deadlineMillis", 30_000)
        .add("tookMillis", 412.5);
  }

  /** A call that forks to three callees by IPv6, with retransmissions and hostile texts. */
  private static JsonArrayBuilder forked() {
    String caller = "[2001:db8::4cab:1]:5070";
    String[] callees = {
      "[2001:db8:85a3:8d3:1319:8a2e:370:7348]:5060", "192.0.2.17:5060", "[2001:db8::9]:5060"
    };
    JsonArrayBuilder entries = Json.createArrayBuilder();
    entries.add(message(0, true, caller, "INVITE sip:victor@example.com SIP/2.0", ""));
    entries.add(operation(800, "STARTED", 1, "ldap"));
    entries.add(message(200_000, false, caller, "SIP/2.0 100 Trying", ""));
    entries.add(operation(413_000, "ENDED", 1, "ldap").add("returnCode", 1));
    entries.add(operation(413_200, "RESUMED", 1, "ldap"));
    entries.add(
        message(500_300, true, caller, "INVITE sip:victor@example.com SIP/2.0", "")
            .add("isRepeated", true));
    for (int i = 0; i < callees.length; i++) {
      entries.add(
          message(
              520_000 + i, false, callees[i], "INVITE sip:victor@" + callees[i] + " SIP/2.0", ""));
    }
    for (int i = 0; i < callees.length; i++) {
      entries.add(message(600_000 + i, true, callees[i], "SIP/2.0 180 Ringing", "tag" + i));
      entries.add(message(601_000 + i, false, caller, "SIP/2.0 180 Ringing", "tag" + i));
    }
    entries.add(operation(620_000, "STARTED", 2, HOSTILE));
    entries.add(message(3_900_000, true, callees[1], "SIP/2.0 486 " + HOSTILE, "tag1"));
    entries.add(message(3_900_400, false, callees[1], "ACK sip:victor@192.0.2.17 SIP/2.0", "tag1"));
    entries.add(message(4_200_000, true, callees[2], "SIP/2.0 200 OK", "tag2"));
    entries.add(operation(4_200_100, "ENDED", 2, HOSTILE).add("returnCode", -3));
    entries.add(message(4_200_500, false, caller, "SIP/2.0 200 OK", "tag2"));
    entries.add(
        message(4_700_500, false, caller, "SIP/2.0 200 OK", "tag2").add("isRepeated", true));
    entries.add(message(4_700_900, true, caller, HOSTILE, "tag2"));
    return entries;
  }

  private void answer(JsonArrayBuilder entries) {
    String body =
        Json.createObjectBuilder().add("isCut", true).add("entries", entries).build().toString();
    context.route(
        "**/api/ladders/ladder?*",
        route ->
            route.fulfill(new FulfillOptions().setContentType("application/json").setBody(body)));
  }

  private void openForked(int width, int height, ColorScheme scheme) {
    openLadder(width, height, scheme, "");
    answer(forked());
    page.navigate(page.url() + "#call=c1");
    assertThat(page.locator("#cut")).isVisible();
  }

  @Test
  @DisplayName(
      "Forks, IPv6, retransmissions; hostile texts run nothing; light, dark and on a phone")
  void forks() {
    openForked(1400, 900, ColorScheme.LIGHT);
    assertThat(page.locator(".heads > div")).hasCount(5);
    assertThat(page.locator(".chip", new Page.LocatorOptions().setHasText("fork 3"))).hasCount(6);
    assertThat(page.locator(".arrow.repeated")).hasCount(2);
    assertThat(page.locator("#diagram")).containsText(SHOWN);
    page.locator("#diagram button").last().click();
    assertThat(page.locator("#detail h3")).hasText(SHOWN);
    assertThat(page.locator("main img, main script")).hasCount(0);
    picture("forks");
    openForked(1400, 900, ColorScheme.DARK);
    picture("forks-dark");
    openForked(390, 844, ColorScheme.LIGHT);
    assertThat((boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .isTrue();
    page.locator("#ladder-title").scrollIntoViewIfNeeded();
    picture("phone");
  }

  @Test
  @DisplayName("Two thousand messages are drawn and moved through")
  void longCall() {
    JsonArrayBuilder entries = Json.createArrayBuilder();
    for (int i = 0; i < 1_000; i++) {
      entries.add(message(2 * i, true, "192.0.2.7:5070", "INFO sip:x SIP/2.0", "t"));
      entries.add(message(2 * i + 1, false, "192.0.2.7:5070", "SIP/2.0 200 OK", "t"));
    }
    answer(entries);
    page.navigate(page.url() + "#call=c1");
    Locator rows = page.locator("#diagram button");
    assertThat(rows).hasCount(2_000);
    rows.nth(0).focus();
    page.keyboard().press("End");
    assertThat(rows.nth(1_999)).isFocused();
    assertThat(rows.nth(1_999)).isInViewport();
    assertThat(page.locator("#diagram button[tabindex='0']")).hasCount(1);
    picture("long");
  }

  @Test
  @DisplayName("The list of operations in flight leads to the ladder")
  void fromTheList() {
    try (SipPhone caller = phone("udp")) {
      Call call = caller.invite("pause;ms=20000");
      call.expect(100);
      page.navigate("http://localhost:" + server.port() + "/sip-async/");
      page.locator("#list tbody a", new Page.LocatorOptions().setHasText(call.callId())).click();
      assertThat(row("INVITE suspended: sleep starts, to resume in paused")).hasCount(1);
      call.cancel().expect(200);
      call.ackFailure(487);
      page.locator("#live").check();
      assertThat(page.locator("#diagram")).containsText("sleep abandoned after");
    }
  }
}
