package org.sipasync.test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipPhone;

/** Operators' work with the console's page. Screenshots are kept in target/console. */
@EnabledIf("org.sipasync.test.Chromium#isInstalled")
class ConsolePageTest extends ConsolePages {
  private static final int CALLS = 1_000;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    start(
        directory,
        "-Dsip.async.max-in-flight=200000",
        "-Dsip.async.max-in-flight-per-function=200000");
  }

  @BeforeEach
  void open() {
    open(1280, 900, ColorScheme.LIGHT);
  }

  private void open(int width, int height, ColorScheme scheme) {
    open(width, height, scheme, "");
    assertThat(page.locator("#connection")).hasText("live");
  }

  @Override
  void watch(Page opened) {
    opened.onRequest(request -> requests.add(request.url()));
  }

  @AfterEach
  void asksNobodyElse() {
    assertThat(requests)
        .allMatch(url -> url.startsWith("http://localhost:" + server.port() + "/sip-async/"));
  }

  /** Takes screenshots of the visible part and of the whole page. */
  private void picture(String name) {
    Path directory = Path.of("target/console");
    page.screenshot(new ScreenshotOptions().setPath(directory.resolve(name + ".png")));
    page.screenshot(
        new ScreenshotOptions().setPath(directory.resolve(name + "-whole.png")).setFullPage(true));
  }

  /**
   *
   *
   * <pre>
   * 1000 callers             shop                 web service
   *   │ INVITE stock ─────────▶│ GET /stock/tea ────▶│ says nothing
   *   │                        │◀── page: "rest_get hangs", Cancel…, confirmed
   *   │◀───────────────── 480  │ abort ─────────────▶│
   * </pre>
   */
  @Test
  @Tag("V2")
  @DisplayName("V2: one screen shows the hung function and cancels it; every call is answered")
  void hungBackend() throws Exception {
    try (Burst hung = new Burst(SIP_PORT, "stock;x=1");
        Burst well = new Burst(SIP_PORT, "pause;ms=50")) {
      hung.place(CALLS, 400, -1);
      well.place(20, 50, -1);
      assertThat(page.locator("#suspect")).hasText("rest_get hangs: route counted of shop.");
      assertThat(page.locator("#evidence")).containsText("1,000 operations in flight");
      assertThat(page.locator("#evidence"))
          .containsText("oldest", new ContainsTextOptions().setUseInnerText(true));
      Locator line = page.locator("#waits tbody tr").first();
      assertThat(line).containsText("rest_get");
      assertThat(line).containsText("1,000");
      for (String seen : List.of("#headline", "#vitals", "#waits tbody tr:first-child")) {
        assertThat(page.locator(seen)).isInViewport();
      }
      picture("light");
      open(1280, 900, ColorScheme.DARK);
      assertThat(page.locator("#suspect")).containsText("rest_get hangs");
      page.waitForTimeout(3_000); // for the plots to show a course
      picture("dark");
      open(390, 844, ColorScheme.LIGHT);
      assertThat(page.locator("#suspect")).containsText("rest_get hangs");
      assertThat(page.locator("#suspect")).isInViewport();
      assertThat((boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
          .isTrue();
      picture("phone");

      page.locator("#waits tbody tr").first().getByText("Cancel…").click();
      assertThat(page.locator("#confirm-title")).hasText("Cancel 1,000 operations?");
      picture("phone-confirm");
      page.keyboard().press("Escape");
      assertThat(page.locator("#result")).hasText("Nothing was cancelled.");
      assertThat(hung.open()).isEqualTo(CALLS);

      page.locator("#waits tbody tr").first().getByText("Cancel…").click();
      page.locator("#confirm-yes").click();
      assertThat(page.locator("#result")).hasText("1,000 operations cancelled.");
      hung.awaitEnd(Duration.ofMinutes(2));
      well.awaitEnd(Duration.ofMinutes(2));
      assertThat(hung.outcomes()).isEqualTo(Map.of(480, (long) CALLS));
      assertThat(well.outcomes()).isEqualTo(Map.of(200, 20L));
      assertThat(page.locator("#suspect")).hasText("Nothing hangs.");
    }
  }

  @Test
  @Tag("V2")
  @DisplayName("V2: one call is found by filter and cancelled by keyboard only")
  void byKeyboard() {
    try (SipPhone caller = phone("udp")) {
      Call call = caller.invite("pause;ms=25000");
      call.expect(100);
      page.locator("input[name=route]").focus();
      page.keyboard().type("paused");
      page.keyboard().press("Enter");
      page.keyboard().press("Tab");
      Locator row = page.locator("#list tbody tr");
      assertThat(row).hasCount(1);
      assertThat(row).containsText(call.callId());
      assertThat(row).containsText("INVITE");
      Locator cancel = row.locator("button");
      for (int i = 0;
          i < 20 && !(boolean) cancel.evaluate("it => it === document.activeElement");
          i++) {
        page.keyboard().press("Tab");
      }
      assertThat(cancel).isFocused();
      assertThat((String) cancel.evaluate("it => getComputedStyle(it).outlineStyle"))
          .isEqualTo("solid");
      page.keyboard().press("Enter");
      assertThat(page.locator("#confirm-text")).containsText(call.callId());
      page.keyboard().press("Tab");
      page.keyboard().press("Enter");
      assertThat(page.locator("#result")).hasText("1 operation cancelled.");
      call.ackFailure(480);
      assertThat(page.locator("#empty")).isVisible();
    }
  }

  @Test
  @DisplayName("A drain states the number in flight, refuses new calls, and can be cancelled")
  void drain() {
    try (SipPhone caller = phone("udp")) {
      Call held = caller.invite("pause;ms=20000");
      held.expect(100);
      page.locator("#drain").click();
      assertThat(page.locator("#confirm-title"))
          .hasText("Drain this server, with 1 operation in flight?");
      page.locator("#confirm-yes").click();
      assertThat(page.locator("#state")).hasText("draining, 1 left");
      caller.invite("pause;ms=1").ackFailure(503);
      picture("draining");
      page.locator("#resume").click();
      assertThat(page.locator("#state")).hasText("accepting calls");
      assertThat(page.locator("#result")).hasText("The server accepts new calls again.");
      held.cancel().expect(200);
      held.ackFailure(487);
    }
  }

  @Test
  @DisplayName("A Call-ID with markup is shown as text")
  void markup() throws IOException {
    String callId = "<img/src>(1)";
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      byte[] invite =
          """
          INVITE sip:pause@127.0.0.1;ms=4000 SIP/2.0
          Via: SIP/2.0/UDP 127.0.0.1:%1$d;branch=z9hG4bKmarkup
          Max-Forwards: 70
          From: <sip:caller@127.0.0.1>;tag=m
          To: <sip:pause@127.0.0.1>
          Call-ID: %2$s
          CSeq: 1 INVITE
          Contact: <sip:caller@127.0.0.1:%1$d>
          Content-Length: 0

          """
              .formatted(socket.getLocalPort(), callId)
              .replace("\n", "\r\n")
              .getBytes(StandardCharsets.UTF_8);
      socket.send(
          new DatagramPacket(invite, invite.length, InetAddress.getLoopbackAddress(), SIP_PORT));
      assertThat(page.locator("#list tbody")).containsText(callId);
      page.locator("#list tbody tr")
          .filter(new FilterOptions().setHasText(callId))
          .locator("button")
          .click();
      assertThat(page.locator("#confirm-text")).containsText(callId);
      page.locator("#confirm-yes").click();
      assertThat(page.locator("#result")).hasText("1 operation cancelled.");
      assertThat(page.locator("main img, dialog img")).hasCount(0);
    }
  }

  @Test
  @Tag("S7")
  @DisplayName(
      "Functions that wait on purpose do not count as timing out, even after all waits have ended")
  void meantToWait() {
    String verdicts =
        """
        async isMeantToWait => {
          const {judge} = await import('/sip-async/js/waits.js');
          const {History} = await import('/sip-async/js/history.js');
          const history = new History();
          const sample = (atMillis, line) => {
            const whole = {application: 'shop', function: 'wait', route: 'r', kind: 'SUSPENDED',
              done: 0, failed: 0, time: {}, ...line};
            history.add({atMillis, operations: [whole]});
            return judge(whole, history).what;
          };
          sample(0, {inFlight: 0, timedOut: 0});
          sample(1000, {inFlight: 20, timedOut: 0, oldestMillis: 500, isMeantToWait});
          return sample(2000, {inFlight: 0, timedOut: 20}) ?? 'nothing';
        }
        """;
    assertThat(page.evaluate(verdicts, true)).isEqualTo("nothing");
    assertThat(page.evaluate(verdicts, false)).isEqualTo("times out");
  }

  @Test
  @DisplayName("A lost connection is shown and restored")
  void reconnects() {
    context.route("**/api/events", route -> route.abort());
    page.reload();
    assertThat(page.locator("#connection")).hasText("no connection, retrying");
    context.unroute("**/api/events");
    assertThat(page.locator("#connection")).hasText("live");
    complaints.removeIf(complaint -> complaint.contains("ERR_FAILED"));
  }

  @Test
  @DisplayName("With 100,000 in flight the page responds and pages work")
  void flood() {
    try {
      server.send("POST", "/shop/flood?n=100000", "");
      assertThat(page.locator("#vitals .vital").first())
          .containsText(Pattern.compile("100,\\d\\d\\d"));
      assertThat(page.locator("#list tbody tr")).hasCount(50);
      String first = page.locator("#list tbody button").first().getAttribute("aria-label");
      page.locator("#next").click();
      assertThat(page.locator("#position")).containsText("Page 2");
      assertThat(page.locator("#list tbody button").first())
          .not()
          .hasAttribute("aria-label", first);
      // The longest that the page was busy, over three seconds
      double longest =
          (double)
              page.evaluate(
                  """
                  async () => {
                    let longest = 0, last = performance.now();
                    const end = last + 3000;
                    while (last < end) {
                      await new Promise(resolve => setTimeout(resolve, 10));
                      const now = performance.now();
                      longest = Math.max(longest, now - last);
                      last = now;
                    }
                    return longest + 0.1;
                  }
                  """);
      System.out.println("The page was busy for at most " + Math.round(longest) + " ms");
      picture("flood");
      page.locator("#cancel-matching").click();
      page.locator("#confirm-yes").click();
      assertThat(page.locator("#result"))
          .hasText(Pattern.compile("100,\\d\\d\\d operations cancelled\\."));
    } finally {
      server.send(
          "POST",
          "/sip-async/api/operations/cancel",
          "{\"all\":true}",
          "X-Sip-Async",
          "console",
          "Content-Type",
          "application/json");
    }
  }
}
