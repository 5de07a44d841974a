package org.sipasync.test;

import java.lang.reflect.Method;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Turns the failure that {@link FailsOnRestcomm} expects into success, and success into failure.
 */
final class ExpectedFailures implements InvocationInterceptor {
  /** Patience of phones where Restcomm is known to send nothing. */
  private static final Duration BRIEFLY = Duration.ofSeconds(3);

  private static final ThreadLocal<Boolean> EXPECTED = ThreadLocal.withInitial(() -> false);

  /** Patience of a phone of the running test. */
  static Duration patience() {
    return EXPECTED.get() ? BRIEFLY : Duration.ofSeconds(60);
  }

  static boolean onRestcomm() {
    return System.getProperty("sip.container", "restcomm").equals("restcomm");
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext extension)
      throws Throwable {
    if (!onRestcomm()) {
      invocation.proceed();
      return;
    }
    FailsOnRestcomm expected = context.getExecutable().getAnnotation(FailsOnRestcomm.class);
    Throwable failure = failureOf(invocation);
    if (failure == null) {
      throw new AssertionError("passes on Restcomm, too: remove @FailsOnRestcomm");
    }
    if (!String.valueOf(failure.getMessage()).contains(expected.because())) {
      throw new AssertionError(
          "fails on Restcomm, but not because \"" + expected.because() + "\": " + failure, failure);
    }
  }

  private static Throwable failureOf(Invocation<Void> invocation) {
    EXPECTED.set(true);
    try {
      invocation.proceed();
      return null;
    } catch (Throwable failure) {
      return failure;
    } finally {
      EXPECTED.remove();
    }
  }
}
