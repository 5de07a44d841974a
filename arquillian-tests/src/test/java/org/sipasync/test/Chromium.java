package org.sipasync.test;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import org.sipasync.testkit.Servers;

/** Debian's browser, driven by Playwright. It asks nobody but the server under test. */
final class Chromium implements AutoCloseable {
  private static final String PROGRAM = "/usr/bin/chromium";

  private final Playwright playwright = Playwright.create();
  private final Browser browser =
      playwright
          .chromium()
          .launch(
              new LaunchOptions()
                  .setExecutablePath(Path.of(PROGRAM))
                  .setArgs(
                      List.of(
                          "--no-sandbox",
                          "--disable-gpu",
                          "--disable-quic",
                          "--no-first-run",
                          "--disable-background-networking",
                          "--disable-component-update",
                          "--disable-sync")));

  /** For {@code @EnabledIf}: true as well where it is required, so that its lack is a failure. */
  static boolean isInstalled() {
    return Servers.have(PROGRAM);
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
