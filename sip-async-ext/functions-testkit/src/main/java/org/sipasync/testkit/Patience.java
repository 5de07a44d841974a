package org.sipasync.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Has tests wait long for what they wait for: a busy machine is no failure. Found by JUnit through
 * the service loader. What a test claims of time carries the tag {@code load}.
 */
public final class Patience implements LauncherSessionListener {
  private static final Duration LONG = Duration.ofSeconds(90);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(LONG);
  }
}
