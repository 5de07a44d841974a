package org.sipasync.payara.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.trace.TraceSettings;
import org.sipasync.sip.transport.tls.ClientAuth;

class SipSettingsTest {
  private static SipSettings of(Map<String, String> config) {
    return SipSettings.from(key -> Optional.ofNullable(config.get(key)));
  }

  @Test
  void defaults() {
    SipSettings settings = of(Map.of());
    assertThat(settings.container()).isEqualTo(ContainerKind.OWN);
    assertThat(settings.listen()).hasToString("[udp:127.0.0.1:5060, tcp:127.0.0.1:5060]");
    assertThat(settings.threads()).isGreaterThanOrEqualTo(16);
    assertThat(settings.queue()).isEqualTo(10_000);
    assertThat(settings.maxWait()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.warmUp()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.maxRinging()).isEqualTo(Duration.ofMinutes(4));
    assertThat(settings.lockTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.dar()).isEmpty();
  }

  @Test
  void ownContainerKeepsFourTimesAsManyTransactions() {
    int restcomm = of(Map.of("sip.container", "restcomm")).maxTransactions();
    int own = of(Map.of()).maxTransactions();
    assertThat(own / 4.0 / restcomm).isBetween(0.99, 1.01);
  }

  @Test
  void everythingSet() {
    SipSettings settings =
        of(
            Map.of(
                "sip.container", "own",
                "sip.listen", "udp:127.0.0.1:5070",
                "sip.threads", " 3 ",
                "sip.loops", "2",
                "sip.queue", "7",
                "sip.max-wait", "900",
                "sip.max-transactions", "8000",
                "sip.max-ringing", "30",
                "sip.lock.timeout", "250",
                "javax.servlet.sip.dar", "file:/dar"));
    assertThat(settings)
        .isEqualTo(
            new SipSettings(
                ContainerKind.OWN,
                ListenPoint.parse("udp:127.0.0.1:5070"),
                List.of(),
                3,
                false,
                2,
                7,
                Duration.ofSeconds(3),
                Duration.ofMillis(900),
                8_000,
                Duration.ofSeconds(30),
                new SessionTimerSettings(false, 1_800, 90),
                Duration.ZERO,
                8_192,
                512,
                Duration.ofMillis(250),
                Optional.of("file:/dar"),
                Optional.empty(),
                new TrustedPeers(List.of()),
                RelayHosts.NONE,
                Map.of(),
                TraceSettings.OFF,
                new WebSocketSettings(
                    Optional.empty(), Set.of(), 10_000, 512, Duration.ofSeconds(30))));
  }

  @Test
  void readsTheSessionTimerAndTheConnections() {
    SipSettings settings =
        of(
            Map.of(
                "sip.keep-alive", "120",
                "sip.max-connections", "20000",
                "sip.max-connections-per-address", "2000",
                "sip.session-timer", "true",
                "sip.session-timer.expires", "600",
                "sip.session-timer.min", "120"));
    assertThat(settings.sessionTimer()).isEqualTo(new SessionTimerSettings(true, 600, 120));
    assertThat(settings.keepAlive()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.maxConnections()).isEqualTo(20_000);
    assertThat(settings.maxConnectionsPerAddress()).isEqualTo(2_000);
  }

  @Test
  void readsWhatSeesTheMessages() {
    SipSettings settings =
        of(
            Map.of(
                "sip.ladder", "true",
                "sip.ladder.max-messages", "500",
                "sip.ladder.max-bytes", "1000000",
                "sip.trace", "messages",
                "sip.trace.max-per-second", "10",
                "sip.hep.collector", "udp:[::1]:9060",
                "sip.hep.capture-id", "4000000000",
                "sip.hep.auth-key", "key"));
    assertThat(settings.trace())
        .isEqualTo(
            new TraceSettings(
                true,
                500,
                1_000_000,
                TraceSettings.LogForm.MESSAGES,
                10,
                new InetSocketAddress("::1", 9060),
                4_000_000_000L,
                "key"));
    for (String wrong : List.of("tcp:127.0.0.1:9060", "127.0.0.1", "udp:h:0", "udp:::1:9060")) {
      assertThatThrownBy(() -> of(Map.of("sip.hep.collector", wrong)))
          .hasMessage(
              "SIPA-0103: sip.hep.collector has the value \""
                  + wrong
                  + "\": it must be udp:host:port, with IPv6 addresses in brackets.");
    }
  }

  /** JSR 289, appendix C and 15.4.2. */
  @Test
  void readsThePropertiesOfTheSpecification() {
    SipSettings settings =
        of(
            Map.of(
                "javax.servlet.sip.ar.dar.configuration", "file:/dar",
                "javax.servlet.sip.ar.spi.SipApplicationRouterProvider", "a.Provider"));
    assertThat(settings.dar()).contains("file:/dar");
    assertThat(settings.routerProvider()).contains("a.Provider");
  }

  @Test
  void refusesTheFormerNameOfAKey() {
    assertThatThrownBy(() -> of(Map.of("sip.queue.time", "900")))
        .hasMessage(
            "SIPA-0103: sip.queue.time has the value \"900\": it is now named sip.max-wait.");
    assertThatThrownBy(() -> of(Map.of("sip.parse.max-wait", "900")))
        .hasMessageStartingWith("SIPA-0103: sip.parse.max-wait has the value")
        .hasMessageEndingWith("it is now named sip.max-wait.");
  }

  @Test
  void inlineHasOneLoop() {
    assertThat(of(Map.of()).inline()).isTrue();
    assertThat(of(Map.of("sip.inline", "false")).inline()).isFalse();
    assertThat(of(Map.of("sip.loops", "2")).inline()).isFalse();
    assertThatThrownBy(() -> of(Map.of("sip.inline", "true", "sip.loops", "2")))
        .hasMessage(
            "SIPA-0103: sip.loops has the value \"2\": "
                + "sip.inline=true has one loop; set one of the two.");
  }

  @Test
  void readsTlsOfTheListenPointsThatNeedIt() {
    Map<String, String> config =
        Map.of(
            "sip.listen", "udp:127.0.0.1:5060,tls:127.0.0.1:5061,tls/carrier:127.0.0.1:5062",
            "sip.tls.client-auth", "want",
            "sip.tls.carrier.client-auth", "need",
            "sip.tls.other.client-auth", "nonsense");
    SipSettings settings = of(config);
    assertThat(settings.tls()).containsOnlyKeys("", "carrier");
    assertThat(settings.tls().get("").clientAuth()).isEqualTo(ClientAuth.WANT);
    assertThat(settings.tls().get("carrier").clientAuth()).isEqualTo(ClientAuth.NEED);
    assertThatThrownBy(
            () -> of(Map.of("sip.container", "restcomm", "sip.listen", "tls:127.0.0.1:5061")))
        .hasMessageContaining("sip.container=restcomm has no TLS");
  }

  @Test
  void unknownContainer() {
    assertThatThrownBy(() -> of(Map.of("sip.container", "jetty")))
        .hasMessage(
            "SIPA-0103: sip.container has the value \"jetty\": it must be one of own, restcomm.");
  }

  @Test
  void badNumber() {
    assertThatThrownBy(() -> of(Map.of("sip.threads", "many")))
        .hasMessage(
            "SIPA-0103: sip.threads has the value \"many\": it must be a whole number from 1 to"
                + " 10000.");
  }
}
