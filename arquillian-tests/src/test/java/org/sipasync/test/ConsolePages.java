package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.sipasync.testkit.Silent;

/** Base of the tests of the console's pages in a real browser: server, browser, complaints. */
abstract class ConsolePages extends InContainer {
  static Silent backend;
  static MicroServer server;
  private static Chromium chromium;
  final List<String> complaints = new CopyOnWriteArrayList<>();
  Page page;
  BrowserContext context;

  /** Starts a server with the shop, and the browser. */
  static void start(Path directory, String... options) throws IOException {
    backend = new Silent();
    server =
        new MicroServer(directory.resolve("log"), ConsoleTest.shop(directory, backend), options);
    chromium = new Chromium();
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
  }

  @AfterAll
  static void stop() throws IOException {
    chromium.close();
    server.close();
    backend.close();
  }

  /** Opens a page of the console in a window of its own, instead of the one before. */
  void open(int width, int height, ColorScheme scheme, String path) {
    if (context != null) {
      context.close();
    }
    context =
        chromium
            .browser()
            .newContext(
                new NewContextOptions().setViewportSize(width, height).setColorScheme(scheme));
    page = context.newPage();
    page.onConsoleMessage(message -> complaints.add(message.text()));
    page.onPageError(complaints::add);
    watch(page);
    page.navigate("http://localhost:" + server.port() + "/sip-async/" + path);
  }

  /** Listens to more of a page, before it is loaded. */
  abstract void watch(Page opened);

  @AfterEach
  void close() {
    context.close();
    assertThat(complaints).isEmpty();
  }
}
