package org.sipasync.test;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Turns the failure that {@link FailsOnRestcomm} or {@link FailsOnOwn} expects of the container
 * under test into success.
 *
 * <p>An expected failure that passes is an error, so that the lists stay true; one that fails
 * {@linkplain FailsOnRestcomm#sometimes sometimes} leaves a report entry instead.
 */
final class ExpectedFailures implements InvocationInterceptor {
  /** Patience where what is waited for is known not to come. */
  private static final Duration BRIEFLY = Duration.ofSeconds(2);

  /** {@code -Dspec.patience}: fewer seconds show sooner what another container does not send. */
  private static final Duration PATIENTLY =
      Duration.ofSeconds(Integer.getInteger("spec.patience", 60));

  private static final ThreadLocal<Duration> PATIENCE = ThreadLocal.withInitial(() -> PATIENTLY);

  private interface Attempt {
    void run() throws Throwable;
  }

  /** A failure that is expected of the container under test. */
  private record Expected(String container, String because, boolean sometimes) {

    static Optional<Expected> of(Method test) {
      return switch (ExpectedFailures.container()) {
        case "restcomm" ->
            Optional.ofNullable(test.getAnnotation(FailsOnRestcomm.class))
                .map(it -> new Expected("Restcomm", it.because(), it.sometimes()));
        case "own" ->
            Optional.ofNullable(test.getAnnotation(FailsOnOwn.class))
                .or(() -> ofChapter(test))
                .map(it -> new Expected("the own container", it.because(), false));
        default -> Optional.empty();
      };
    }

    private static Optional<FailsOnOwn> ofChapter(Method test) {
      return Optional.ofNullable(test.getDeclaringClass().getAnnotation(FailsOnOwn.class));
    }

    boolean explains(Throwable failure) {
      return String.valueOf(failure.getMessage()).contains(because);
    }
  }

  /** The container under test: {@code restcomm} or {@code own}. */
  static String container() {
    return System.getProperty("sip.container", "restcomm");
  }

  /** Patience of a phone of the running test. */
  static Duration patience() {
    return PATIENCE.get();
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext extension)
      throws Throwable {
    intercept(invocation, context, extension);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext extension)
      throws Throwable {
    intercept(invocation, context, extension);
  }

  private static void intercept(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext extension)
      throws Throwable {
    Optional<Expected> expected = Expected.of(context.getExecutable());
    if (expected.isEmpty()) {
      invocation.proceed();
      return;
    }
    Throwable failure = failureOf(BRIEFLY, invocation::proceed);
    if (failure != null && !expected.get().explains(failure)) {
      // On a busy machine a step before may have taken longer than that
      failure = failureOf(PATIENTLY, () -> again(context));
    }
    check(expected.get(), failure, extension);
  }

  private static void again(ReflectiveInvocationContext<Method> context) {
    ReflectionSupport.invokeMethod(
        context.getExecutable(),
        context.getTarget().orElseThrow(),
        context.getArguments().toArray());
  }

  private static void check(Expected expected, Throwable failure, ExtensionContext extension) {
    if (failure == null && expected.sometimes()) {
      extension.publishReportEntry(
          Map.of("passes this time on " + expected.container(), extension.getDisplayName()));
    } else if (failure == null) {
      throw new AssertionError("passes on " + expected.container() + ", too: remove its mark");
    } else if (!expected.explains(failure)) {
      throw new AssertionError(
          "fails on %s, but not because \"%s\": %s"
              .formatted(expected.container(), expected.because(), failure),
          failure);
    }
  }

  private static Throwable failureOf(Duration patience, Attempt attempt) {
    PATIENCE.set(patience);
    try {
      attempt.run();
      return null;
    } catch (Throwable failure) {
      return failure;
    } finally {
      PATIENCE.remove();
    }
  }
}
