package org.sipasync.sample.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NoncesTest {
  private final AtomicLong clock = new AtomicLong(1_000_000);
  private final Nonces nonces = new Nonces(clock::get, Duration.ofSeconds(60));

  private boolean use(String nonce, int count) {
    return nonces.use(
        new Credentials(
            "u", "r", nonce, "sip:h", "x", Algorithm.MD5, "c", "%08x".formatted(count)));
  }

  @Test
  @DisplayName("Used once for each count, which must grow")
  void counted() {
    String nonce = nonces.next();
    assertThat(use(nonce, 1)).isTrue();
    assertThat(use(nonce, 1)).isFalse();
    assertThat(use(nonce, 3)).isTrue();
    assertThat(use(nonce, 2)).isFalse();
  }

  @Test
  @DisplayName("Expires after its life")
  void expires() {
    String nonce = nonces.next();
    clock.addAndGet(60_000);
    assertThat(use(nonce, 1)).isTrue();
    clock.addAndGet(1);
    assertThat(use(nonce, 2)).isFalse();
  }

  @Test
  @DisplayName("Another server's, a changed one, and rubbish are stale")
  void forged() {
    String nonce = nonces.next();
    assertThat(use(new Nonces(clock::get, Duration.ofDays(1)).next(), 1)).isFalse();
    char first = nonce.charAt(5) == 'A' ? 'B' : 'A';
    assertThat(use(nonce.substring(0, 5) + first + nonce.substring(6), 1)).isFalse();
    assertThat(use("", 1)).isFalse();
    assertThat(use("%%%", 1)).isFalse();
    assertThat(use(nonce + "AAAA", 1)).isFalse();
  }

  @Test
  @Tag("S2")
  @DisplayName("A used one that was pushed out by 10,000 others is not accepted again")
  void forgotten() {
    String first = nonces.next();
    assertThat(use(first, 1)).isTrue();
    clock.incrementAndGet();
    for (int i = 0; i < 10_000; i++) {
      assertThat(use(nonces.next(), 1)).isTrue();
    }
    assertThat(use(first, 1)).isFalse();
    clock.incrementAndGet();
    assertThat(use(nonces.next(), 1)).isTrue();
  }

  @Test
  @DisplayName("No two are the same")
  void unique() {
    assertThat(nonces.next()).isNotEqualTo(nonces.next());
  }
}
