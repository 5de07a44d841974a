package org.sipasync.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void describesTheInnermostCauseAndItsPlaceOutsideTheJdk() {
    try {
      List.of(1).get(1);
    } catch (IndexOutOfBoundsException e) {
      String place = "FailuresTest.describesTheInnermostCauseAndItsPlaceOutsideTheJdk";
      assertThat(Failures.describe(new CompletionException(e)))
          .startsWith(e + ", at org.sipasync.support." + place + " (FailuresTest.java:");
    }
  }

  @Test
  void describesAFailureWithoutTrace() {
    Exception bare = new Exception("bare");
    bare.setStackTrace(new StackTraceElement[0]);
    assertThat(Failures.describe(bare)).isEqualTo("java.lang.Exception: bare");
  }
}
