package org.sipasync.payara.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SessionChannelTest {
  @Test
  void textIfItIsUtf8() {
    assertThat(SessionChannel.text("Jürgen".getBytes(StandardCharsets.UTF_8))).isEqualTo("Jürgen");
    assertThat(SessionChannel.text("Jürgen".getBytes(StandardCharsets.ISO_8859_1))).isNull();
    assertThat(SessionChannel.text(new byte[0])).isEmpty();
  }
}
