package gov.nist.javax.sip.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A12")
class WaitingDatagramsTest {
  private final WaitingDatagrams waiting = new WaitingDatagrams(2);

  @Test
  void tellsHowLongTheOneWaitedThatWasTaken() throws InterruptedException {
    long threeSecondsAgo = System.nanoTime() - TimeUnit.SECONDS.toNanos(3);
    waiting.offer(new DatagramQueuedMessageDispatch(packet(), threeSecondsAgo));
    waiting.offer(packet());
    waiting.take();
    long first = WaitingDatagrams.waitedMillis();
    waiting.take();
    assertThat(first).isGreaterThanOrEqualTo(3_000L);
    assertThat(WaitingDatagrams.waitedMillis()).isLessThan(first);
  }

  @Test
  void hasABound() {
    assertThat(waiting.offer(packet())).isTrue();
    assertThat(waiting.offer(packet())).isTrue();
    assertThat(waiting.offer(packet())).isFalse();
  }

  @Test
  @Tag("T2")
  void elsewhereNothingWaited() throws InterruptedException {
    Thread other =
        new Thread(() -> assertThat(WaitingDatagrams.waitedMillis()).isZero(), "no parser");
    Throwable[] failure = new Throwable[1];
    other.setUncaughtExceptionHandler((thread, e) -> failure[0] = e);
    other.start();
    other.join(60_000);
    assertThat(other.isAlive()).isFalse();
    assertThat(failure[0]).isNull();
  }

  private static DatagramPacket packet() {
    return new DatagramPacket(new byte[1], 1);
  }
}
