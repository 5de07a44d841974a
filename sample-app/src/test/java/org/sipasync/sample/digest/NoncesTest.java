package org.sipasync.sample.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sipasync.sample.digest.Nonces.State;

class NoncesTest {
  private final AtomicLong clock = new AtomicLong(1_000_000);
  private final Nonces nonces = new Nonces(clock::get, Duration.ofSeconds(60));

  private State use(String nonce, int count) {
    return nonces.use(
        new Credentials(
            "u", "r", nonce, "sip:h", "x", Algorithm.MD5, "c", "%08x".formatted(count)));
  }

  @Test
  @DisplayName("Used once for each count, which must grow")
  void counted() {
    String nonce = nonces.next();
    assertThat(use(nonce, 1)).isEqualTo(State.FRESH);
    assertThat(use(nonce, 1)).isEqualTo(State.STALE);
    assertThat(use(nonce, 3)).isEqualTo(State.FRESH);
    assertThat(use(nonce, 2)).isEqualTo(State.STALE);
  }

  @Test
  @DisplayName("Expires after its life")
  void expires() {
    String nonce = nonces.next();
    clock.addAndGet(60_000);
    assertThat(use(nonce, 1)).isEqualTo(State.FRESH);
    clock.addAndGet(1);
    assertThat(use(nonce, 2)).isEqualTo(State.STALE);
  }

  @Test
  @DisplayName("Another server's, a changed one, and rubbish are forged")
  void forged() {
    String nonce = nonces.next();
    assertThat(use(new Nonces(clock::get, Duration.ofDays(1)).next(), 1)).isEqualTo(State.FORGED);
    char first = nonce.charAt(5) == 'A' ? 'B' : 'A';
    assertThat(use(nonce.substring(0, 5) + first + nonce.substring(6), 1)).isEqualTo(State.FORGED);
    assertThat(use("", 1)).isEqualTo(State.FORGED);
    assertThat(use("%%%", 1)).isEqualTo(State.FORGED);
    assertThat(use(nonce + "AAAA", 1)).isEqualTo(State.FORGED);
  }

  @Test
  @DisplayName("No two are the same")
  void unique() {
    assertThat(nonces.next()).isNotEqualTo(nonces.next());
  }
}
