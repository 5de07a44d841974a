package org.sipasync.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Raises Awaitility's default timeout, so that a busy machine fails no test. JUnit finds it through
 * the service loader. Claims about time carry the tag {@code load}.
 */
public final class Patience implements LauncherSessionListener {
  private static final Duration LONG = Duration.ofSeconds(90);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(LONG);
  }
}
