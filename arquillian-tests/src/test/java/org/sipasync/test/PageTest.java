package org.sipasync.test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample's start page, in a real browser and against those who are not one. */
@ArquillianTest
class PageTest extends InContainer {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static Chromium chromium;

  @ArquillianResource URL application;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  @Deployment(testable = false)
  static WebArchive sample() {
    return ShrinkWrap.createFromZipFile(
        WebArchive.class, new File(System.getProperty("sample.war")));
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private String address() {
    return "http://127.0.0.1:" + application.getPort() + "/";
  }

  private Page open(int width, ColorScheme scheme) {
    if (chromium == null) {
      chromium = new Chromium();
    }
    BrowserContext context =
        chromium
            .browser()
            .newContext(new NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme));
    Page page = context.newPage();
    page.setDefaultTimeout(TIMEOUT_MILLIS);
    page.onRequest(request -> requests.add(request.url()));
    page.onConsoleMessage(message -> complaints.add(message.text()));
    page.onPageError(complaints::add);
    page.navigate(address());
    return page;
  }

  private void close(Page page) {
    page.context().close();
    assertThat(complaints).isEmpty();
    assertThat(requests).isNotEmpty().allMatch(url -> url.startsWith(address()));
  }

  private static Locator scenario(Page page, String name) {
    return page.locator("#" + name);
  }

  @Test
  @EnabledIf("org.sipasync.test.Chromium#isInstalled")
  @DisplayName("Each scenario is explained and can be started; the ladder shows the call")
  void ladder() {
    Page page = open(1200, ColorScheme.LIGHT);
    assertThat(page.locator(".scenarios > li")).hasCount(12);
    assertThat(scenario(page, "credit").locator(".uri"))
        .hasText("sip:credit@127.0.0.1:" + SIP_PORT + ";uid=alice");
    for (String[] expected :
        List.of(
            new String[] {"credit", "X-Credit: 42"},
            new String[] {"auth", "X-User: alice"},
            new String[] {"http", "X-Result: price=0.12"},
            new String[] {"pause", "SIP/2.0 200 OK"},
            new String[] {"exec", "X-Exec: the script was given hello"},
            new String[] {"push", "X-Pushed: "},
            new String[] {"chain", "X-Steps: known credit=42"},
            new String[] {"all", "X-All: credit=42"},
            new String[] {"call", "SIP/2.0 480 Not registered"},
            new String[] {"cdr", "SIP/2.0 200 OK"})) {
      Locator row = scenario(page, expected[0]);
      row.locator(".fire button").click();
      assertThat(row.locator(".ladder"))
          .containsText(expected[1], new ContainsTextOptions().setTimeout(TIMEOUT_MILLIS));
      assertThat(row.locator(".fire button"))
          .isEnabled(
              new com.microsoft.playwright.assertions.LocatorAssertions.IsEnabledOptions()
                  .setTimeout(TIMEOUT_MILLIS));
    }
    assertThat(scenario(page, "cdr").locator(".ladder")).containsText("BYE");
    assertThat(page.locator("#records tbody tr")).not().hasCount(0);
    close(page);
  }

  @Test
  @EnabledIf("org.sipasync.test.Chromium#isInstalled")
  @Tag("S6")
  @DisplayName("S6: the page has a title, links to the console, and shows no empty plots")
  void firstLook() {
    Page page = open(1200, ColorScheme.LIGHT);
    assertThat(page.locator("header .site")).containsText("sip-async");
    assertThat(page.locator("header .site a")).hasAttribute("href", "/sip-async/");
    assertThat(page.locator(".plots")).isHidden();
    assertThat(page.locator("#figures")).isHidden();
    close(page);
  }

  @Test
  @EnabledIf("org.sipasync.test.Chromium#isInstalled")
  @DisplayName("The page wakes a waiting call")
  void wake() {
    Page page = open(1200, ColorScheme.LIGHT);
    Locator row = scenario(page, "wait");
    row.locator(".fire button").click();
    assertThat(row.locator(".ladder")).containsText("100 Trying");
    row.locator("[name=text]").fill("good morning");
    row.locator(".event button").click();
    assertThat(row.locator(".ladder")).containsText("X-Event: good morning");
    close(page);
  }

  @Test
  @EnabledIf("org.sipasync.test.Chromium#isInstalled")
  @DisplayName("On a phone, in the dark, by keyboard: the comparison shows both curves and figures")
  void comparison() {
    Page page = open(390, ColorScheme.DARK);
    assertThat((boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .isTrue();
    assertThat((String) page.evaluate("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(15, 19, 24)");
    page.locator("[name=count]").fill("100");
    page.locator("[name=rate]").fill("100");
    page.locator("[name=rate]").press("Tab");
    assertThat(page.locator("#start")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("#verdict"))
        .containsText(
            Pattern.compile("Suspended: 100 of 100 .* Holding threads: 100 of 100 answered in"),
            new ContainsTextOptions().setTimeout(TIMEOUT_MILLIS));
    Locator answered = page.locator("[data-figure=answered] td");
    assertThat(answered).hasText(new String[] {"100 of 100", "100 of 100"});
    assertThat(page.locator("[data-figure=failed] td")).hasText(new String[] {"0", "0"});
    assertThat(pixels(page, "--async", "--blocking")).allMatch(count -> count > 100);
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target", "start-page.png"))
            .setFullPage(true));
    close(page);
  }

  /** Counts the pixels of the plot per colour. */
  private static List<Integer> pixels(Page page, String... colours) {
    Object counts =
        page.evaluate(
            """
            names => {
              const canvas = document.querySelector("#answered canvas");
              const { data } = canvas.getContext("2d")
                .getImageData(0, 0, canvas.width, canvas.height);
              return names.map(name => {
                const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
                const wanted = [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
                let count = 0;
                for (let i = 0; i < data.length; i += 4) {
                  if (wanted.every((value, k) => Math.abs(data[i + k] - value) < 3)) count++;
                }
                return count;
              });
            }
            """,
            colours);
    return ((List<?>) counts).stream().map(count -> ((Number) count).intValue()).toList();
  }

  /** One HTTP request as it is, whatever a client library thinks of its headers. */
  private String status(String request, String body) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", application.getPort()), 5_000);
      socket.setSoTimeout(15_000);
      String text =
          request.replace("PORT", Integer.toString(application.getPort())).replace("|", "\r\n")
              + "\r\nConnection: close\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body;
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .split(" ", 3)[1];
    }
  }

  @ParameterizedTest(name = "{0} is answered {2}")
  @CsvSource({
    "GET / HTTP/1.1|Host: 127.0.0.1:PORT, '', 200",
    "GET / HTTP/1.1|Host: localhost:PORT, '', 200",
    "GET / HTTP/1.1|Host: 127.0.0.1:PORT|X-Forwarded-Proto: https, '', 403",
    "GET / HTTP/1.1|Host: 127.0.0.1:PORT|CF-Connecting-IP: 192.0.2.1, '', 403",
    "GET / HTTP/1.1|Host: evil.example:PORT, '', 403",
    "GET / HTTP/1.1|Host: 127.0.0.1.evil.example, '', 403",
    "POST /events/k HTTP/1.1|Host: 127.0.0.1:PORT, x, 200",
    "POST /events/k HTTP/1.1|Host: 127.0.0.1:PORT|Origin: http://127.0.0.1:PORT, x, 200",
    "POST /events/k HTTP/1.1|Host: 127.0.0.1:PORT|Origin: http://evil.example, x, 403",
    "POST /events/k HTTP/1.1|Host: 127.0.0.1:PORT|Origin: null, x, 403",
    "POST /calls HTTP/1.1|Host: 127.0.0.1:PORT|Content-Type: text/plain, {}, 415",
    "POST /calls HTTP/1.1|Host: 127.0.0.1:PORT|Content-Type: application/json, {}, 400",
    "POST /calls HTTP/1.1|Host: 127.0.0.1:PORT|Content-Type: application/json, [1, 400",
    "'POST /calls HTTP/1.1|Host: 127.0.0.1:PORT|Content-Type: application/json',"
        + " '{\"scenario\":\"pause\",\"parameters\":{\"ms\":\"1;x=y\"}}', 400",
    "'POST /calls HTTP/1.1|Host: 127.0.0.1:PORT|Content-Type: application/json',"
        + " '{\"scenario\":\"pause\",\"count\":1001,\"rate\":100}', 400",
    "'POST /calls HTTP/1.1|Host: 127.0.0.1:PORT|Content-Type: application/json',"
        + " '{\"scenario\":\"push\",\"count\":10,\"rate\":10}', 400",
    "'POST /calls HTTP/1.1|Host: 127.0.0.1:PORT|Content-Type: application/json',"
        + " '{\"scenario\":\"credit\",\"parameters\":{\"uid\":\"a\\r"
        + "\\n"
        + "X: y\"}}', 400",
    "GET /calls/none HTTP/1.1|Host: 127.0.0.1:PORT, '', 404"
  })
  @DisplayName("Strangers, other sites and invalid orders are refused")
  void refused(String request, String body, String expected) throws IOException {
    assertThat(status(request, body)).isEqualTo(expected);
  }
}
