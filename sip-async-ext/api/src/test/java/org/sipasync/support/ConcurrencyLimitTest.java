package org.sipasync.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.RejectedExecutionException;
import org.jetbrains.kotlinx.lincheck.LinChecker;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.support.ConcurrencyLimit.Permit;

@Tag("A12")
public class ConcurrencyLimitTest {
  private final ConcurrencyLimit limit = new ConcurrencyLimit(2, "searches", "sip.max");

  @Test
  @DisplayName("A12: the limit refuses, says how many of what and which setting")
  void refuses() {
    limit.acquire();
    limit.acquire();
    assertThatThrownBy(limit::acquire)
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("limit of 2 in-flight searches reached (sip.max)");
    assertThat(limit.inFlight()).isEqualTo(2);
  }

  @Test
  void aReleaseMakesRoomForOne() {
    Permit first = limit.acquire();
    limit.acquire();
    first.release();
    assertThat(limit.inFlight()).isEqualTo(1);
    limit.acquire();
    assertThatThrownBy(limit::acquire).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void onlyTheFirstReleaseCounts() {
    Permit first = limit.acquire();
    limit.acquire();
    first.release();
    first.release();
    assertThat(limit.inFlight()).isEqualTo(1);
  }

  /** A limit of two, one permit of which is released while others are taken. */
  public static class Raced {
    private final ConcurrencyLimit limit = new ConcurrencyLimit(2, "searches", "sip.max");
    private final Permit shared = limit.acquire();

    @Operation
    public boolean acquire() {
      try {
        limit.acquire();
        return true;
      } catch (RejectedExecutionException full) {
        return false;
      }
    }

    @Operation(nonParallelGroup = "release")
    public void release() {
      shared.release();
    }

    @Operation
    public int inFlight() {
      return limit.inFlight();
    }
  }

  /** One permit that several threads release. */
  public static class ReleasedTwice {
    private final ConcurrencyLimit limit = new ConcurrencyLimit(2, "searches", "sip.max");
    private final Permit shared = limit.acquire();

    @Operation
    public void release() {
      shared.release();
    }

    @Validate
    public void countsOnce() {
      if (limit.inFlight() < 0) {
        throw new IllegalStateException("in flight: " + limit.inFlight());
      }
    }
  }

  @Test
  @DisplayName("A12: races lose no permit, take none too many and refuse none in vain")
  void races() {
    check(Raced.class);
  }

  @Test
  @DisplayName("A12: of releases that race, one counts")
  void racedReleases() {
    check(ReleasedTwice.class);
  }

  /** Tries the interleavings, so that it does not depend on the machine. */
  private static void check(Class<?> raced) {
    new LinChecker(
            raced,
            new ModelCheckingOptions()
                .iterations(10)
                .invocationsPerIteration(300)
                .threads(2)
                .actorsBefore(0)
                .actorsPerThread(2)
                .actorsAfter(0))
        .check();
  }
}
