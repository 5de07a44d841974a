package org.sipasync.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SourceAddressesTest {
  private final AtomicLong clock = new AtomicLong();
  private final List<InetAddress> asked = new ArrayList<>();

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }

  @Test
  void theSystemIsAskedOnceAMinute() throws UnknownHostException {
    SourceAddresses sources =
        new SourceAddresses(
            peer -> {
              asked.add(peer);
              return asked.size() == 1 ? peer : null;
            },
            clock::get);
    InetAddress peer = address("192.0.2.1");
    assertThat(sources.towards(peer)).isEqualTo(peer);
    clock.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(sources.towards(peer)).isEqualTo(peer);
    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(sources.towards(peer)).isNull();
    assertThat(asked).hasSize(2);
  }

  @Test
  void peersAreForgottenRatherThanKeptWithoutBound() throws UnknownHostException {
    SourceAddresses sources =
        new SourceAddresses(
            peer -> {
              asked.add(peer);
              return peer;
            },
            clock::get);
    for (int i = 0; i <= 1_000; i++) {
      sources.towards(address("10.0." + i / 250 + "." + i % 250));
    }
    sources.towards(address("10.0.0.0"));
    assertThat(asked).hasSize(1_002);
  }

  @Test
  void theLoopbackLeavesFromTheLoopback() throws UnknownHostException {
    SourceAddresses sources = new SourceAddresses();
    assertThat(sources.towards(address("127.0.0.1"))).isEqualTo(address("127.0.0.1"));
    assertThat(sources.towards(address("::1"))).isEqualTo(address("::1"));
  }
}
