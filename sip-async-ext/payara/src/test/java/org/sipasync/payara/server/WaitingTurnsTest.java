package org.sipasync.payara.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.loop.Turn;

@Tag("C-A9")
class WaitingTurnsTest {
  private final List<String> ran = new ArrayList<>();
  private long now;
  private final WaitingTurns turns = new WaitingTurns(() -> now, Duration.ofNanos(100));

  private final class Beginning implements Turn {
    private final String name;

    Beginning(String name) {
      this.name = name;
    }

    @Override
    public void run() {
      ran.add(name);
    }

    @Override
    public void overran() {
      throw new AssertionError("no leader runs it");
    }

    @Override
    public boolean isNew() {
      return true;
    }

    @Override
    public void tooLate() {
      ran.add(name + " too late");
    }
  }

  private boolean runNext() throws InterruptedException {
    Runnable next = turns.poll(Duration.ZERO);
    if (next != null) {
      next.run();
    }
    return next != null;
  }

  private void runAll() throws InterruptedException {
    while (runNext()) {}
  }

  @Test
  void whatGoesOnComesBeforeWhatBegins() throws InterruptedException {
    turns.add(new Beginning("INVITE"));
    turns.add(new Beginning("OPTIONS"));
    turns.add(() -> ran.add("BYE"));
    turns.add(() -> ran.add("resumed"));
    runAll();
    assertThat(ran).containsExactly("BYE", "resumed", "INVITE", "OPTIONS");
    assertThat(turns.tooLate()).isZero();
  }

  @Test
  void whatBeginsMayComeTooLate() throws InterruptedException {
    turns.add(new Beginning("first"));
    turns.add(() -> ran.add("BYE"));
    now = 1;
    turns.add(new Beginning("second"));
    now = 101;
    runAll();
    assertThat(ran).containsExactly("BYE", "first too late", "second");
    assertThat(turns.tooLate()).isOne();
  }

  @Test
  void theWaitIsThatOfTheOldest() throws InterruptedException {
    assertThat(turns.waitNanos()).isZero();
    turns.add(new Beginning("first"));
    now = 30;
    turns.add(() -> ran.add("BYE"));
    turns.add(new Beginning("second"));
    now = 40;
    assertThat(turns.waitNanos()).isEqualTo(40);
    assertThat(runNext()).isTrue();
    assertThat(runNext()).isTrue();
    assertThat(turns.waitNanos()).isEqualTo(10);
    turns.add(() -> ran.add("INFO"));
    assertThat(runNext()).isTrue();
    assertThat(ran).containsExactly("BYE", "first", "INFO");
  }

  @Test
  void nothingWaits() throws InterruptedException {
    assertThat(runNext()).isFalse();
  }
}
