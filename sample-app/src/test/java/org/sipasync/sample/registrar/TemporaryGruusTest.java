package org.sipasync.sample.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("5627")
class TemporaryGruusTest {
  private static final String PHONE = "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
  private static final Binding BINDING =
      new Binding("sip:bob@192.0.2.7", 0, null, "call-1", 1, new Reach(PHONE, 1, ""));

  private final TemporaryGruus gruus = new TemporaryGruus();

  @Test
  @DisplayName("It leads to the phone as long as that keeps its Call-ID")
  void leads() {
    Gruu read = gruus.phone(gruus.user("bob", BINDING));
    assertThat(read.uid()).isEqualTo("bob");
    assertThat(read.leadsTo(Map.of("instance", PHONE, "call_id", "call-1"))).isTrue();
    assertThat(read.leadsTo(Map.of("instance", PHONE, "call_id", "call-2"))).isFalse();
    assertThat(read.leadsTo(Map.of("instance", "urn:uuid:other", "call_id", "call-1"))).isFalse();
  }

  @Test
  @DisplayName("Each is another one, and shows neither user nor phone")
  void hides() {
    String user = gruus.user("bob", BINDING);
    assertThat(gruus.user("bob", BINDING)).isNotEqualTo(user);
    assertThat(user).matches("tgruu\\.[\\w-]+").doesNotContain("bob", "f81d4fae");
  }

  @Test
  @DisplayName("One that is changed, cut or of another process leads nowhere")
  void forged() {
    String user = gruus.user("bob", BINDING);
    int middle = user.length() / 2;
    char other = user.charAt(middle) == 'A' ? 'B' : 'A';
    assertThat(gruus.phone(user.substring(0, middle) + other + user.substring(middle + 1)))
        .isNull();
    for (String cut : new String[] {"", "AAAA", "!", "A".repeat(2_000)}) {
      assertThat(gruus.phone("tgruu." + cut)).isNull();
    }
    assertThat(new TemporaryGruus().phone(user)).isNull();
  }
}
