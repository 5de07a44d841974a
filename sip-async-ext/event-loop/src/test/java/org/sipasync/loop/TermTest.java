package org.sipasync.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TermTest {
  private final Term term = new Term(Thread.currentThread());
  private final Turn turn =
      new Turn() {
        @Override
        public void run() {
          // nothing
        }

        @Override
        public void overran() {
          // nothing
        }
      };

  @Test
  void theOneThatReplacesALeaderGetsItsTurn() {
    term.start(turn);
    assertThat(term.replace(term.state())).isSameAs(turn);
    assertThat(term.end()).isFalse();
    assertThat(term.isCurrent()).isFalse();
  }

  /** The turn that ran last would keep the class loader of an undeployed application. */
  @Test
  @Tag("A11")
  void aTurnThatHasEndedIsForgotten() {
    term.start(turn);
    assertThat(term.end()).isTrue();
    assertThat(term.replace(term.state())).isNull();
  }
}
