package org.sipasync.sip.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TestClock;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipUri;

class LocatorTest {
  private final TestClock clock = new TestClock();
  private final EventLoop loop = new EventLoop(clock);
  private final FakeResolver dns = new FakeResolver();
  private final Locator locator = new Locator(loop, dns, Duration.ofSeconds(5));
  private final List<List<Target>> found = new ArrayList<>();

  @AfterEach
  void nothingIsLeft() {
    assertThat(loop.timers()).isZero();
    assertThat(loop.failedTasks()).isZero();
    loop.close();
  }

  private List<String> locate(String uri) throws ParseException, IOException {
    found.clear();
    locator.locate(SipUri.parse(uri), found::add);
    for (int i = 0; i < 10; i++) {
      loop.runOnce(0);
    }
    assertThat(found).hasSize(1);
    return found.get(0).stream()
        .map(
            target ->
                target.transport()
                    + " "
                    + target.address().getAddress().getHostAddress()
                    + ":"
                    + target.address().getPort())
        .toList();
  }

  @Test
  void aNumericHostNeedsNoLookUp() throws Exception {
    assertThat(locate("sip:192.0.2.1")).containsExactly("UDP 192.0.2.1:5060");
    assertThat(locate("sip:[2001:db8::1]:5070;transport=tcp"))
        .containsExactly("TCP 2001:db8:0:0:0:0:0:1:5070");
    assertThat(locate("sip:bob@example.com;maddr=192.0.2.7")).containsExactly("UDP 192.0.2.7:5060");
    assertThat(dns.asked).isEmpty();
  }

  @Test
  void aPortMeansAnAddress() throws Exception {
    dns.host("example.com", "192.0.2.1", "2001:db8::1");
    assertThat(locate("sip:example.com:5070"))
        .containsExactly("UDP 192.0.2.1:5070", "UDP 2001:db8:0:0:0:0:0:1:5070");
    assertThat(dns.asked).containsExactly("A example.com");
  }

  @Test
  void aTransportMeansItsSrv() throws Exception {
    dns.srv("_sip._tcp.example.com", 5080, "a.example.com").host("a.example.com", "192.0.2.1");
    assertThat(locate("sip:example.com;transport=TCP")).containsExactly("TCP 192.0.2.1:5080");
    assertThat(dns.asked).containsExactly("SRV _sip._tcp.example.com", "A a.example.com");
  }

  @Test
  void aTransportWithoutSrvMeansAnAddress() throws Exception {
    dns.host("example.com", "192.0.2.1");
    assertThat(locate("sip:example.com;transport=tcp")).containsExactly("TCP 192.0.2.1:5060");
  }

  @Test
  void naptrChoosesTheFirstTransportThatWeHave() throws Exception {
    dns.naptr("example.com", "SIPS+D2T", "_sips._tcp.example.com")
        .naptr("example.com", "sip+d2t", "_sip._tcp.example.com")
        .naptr("example.com", "SIP+D2U", "_sip._udp.example.com")
        .srv("_sip._udp.example.com", 5060, "u.example.com")
        .srv("_sip._tcp.example.com", 5061, "first.example.com")
        .srv("_sip._tcp.example.com", 5062, "second.example.com")
        .host("u.example.com", "192.0.2.9")
        .host("first.example.com", "192.0.2.1")
        .host("second.example.com", "192.0.2.2");
    assertThat(locate("sip:example.com"))
        .containsExactly("TCP 192.0.2.1:5061", "TCP 192.0.2.2:5062", "UDP 192.0.2.9:5060");
  }

  @Test
  void withoutNaptrEachTransportsSrvCounts() throws Exception {
    dns.srv("_sip._tcp.example.com", 5061, "a.example.com").host("a.example.com", "192.0.2.1");
    assertThat(locate("sip:example.com")).containsExactly("TCP 192.0.2.1:5061");
  }

  @Test
  void withoutSrvTheAddressIsReachedByUdp() throws Exception {
    dns.host("example.com", "192.0.2.1");
    assertThat(locate("sip:example.com")).containsExactly("UDP 192.0.2.1:5060");
  }

  @Test
  void anSrvToTheRootMeansNoService() throws Exception {
    dns.srv("_sip._udp.example.com", 0, ".").host("example.com", "192.0.2.1");
    assertThat(locate("sip:example.com;transport=udp")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sips:192.0.2.1;transport=udp",
        "sip:192.0.2.1;transport=sctp",
        "sip:unknown.example",
        "sip:300.1.1.1"
      })
  void findsNothingFor(String uri) throws Exception {
    assertThat(locate(uri)).isEmpty();
  }

  @Test
  @Tag("RFC5630-3.1.3")
  void sipsMeansTls() throws Exception {
    assertThat(locate("sips:192.0.2.1")).containsExactly("TLS 192.0.2.1:5061");
    assertThat(locate("sips:192.0.2.1;transport=tcp")).containsExactly("TLS 192.0.2.1:5061");
    assertThat(locate("sip:192.0.2.1;transport=tls")).containsExactly("TLS 192.0.2.1:5061");
    assertThat(locate("sip:192.0.2.1:5070;transport=TLS")).containsExactly("TLS 192.0.2.1:5070");
    assertThat(dns.asked).isEmpty();
    dns.srv("_sips._tcp.example.com", 5071, "a.example.com").host("a.example.com", "192.0.2.7");
    assertThat(locate("sips:example.com")).containsExactly("TLS 192.0.2.7:5071");
    assertThat(dns.asked)
        .containsExactly("NAPTR example.com", "SRV _sips._tcp.example.com", "A a.example.com");
    assertThat(locate("sip:example.com;transport=tls")).containsExactly("TLS 192.0.2.7:5071");
  }

  @Test
  void sipsTakesNoPlainService() throws Exception {
    dns.naptr("example.com", "SIP+D2T", "_sip._tcp.example.com")
        .naptr("example.com", "SIPS+D2T", "_sips._tcp.example.com")
        .srv("_sip._tcp.example.com", 5060, "a.example.com")
        .srv("_sips._tcp.example.com", 5061, "a.example.com")
        .host("a.example.com", "192.0.2.7");
    assertThat(locate("sips:example.com")).containsExactly("TLS 192.0.2.7:5061");
    assertThat(locate("sip:example.com"))
        .containsExactly("TCP 192.0.2.7:5060", "TLS 192.0.2.7:5061");
  }

  @Test
  @Tag("RFC5922-7.3")
  void aTlsServerHasToProveTheNameOfTheUri() throws Exception {
    dns.srv("_sips._tcp.example.com", 5061, "a.isp.example").host("a.isp.example", "192.0.2.7");
    locate("sips:bob@example.com");
    assertThat(found.get(0).get(0).address().getHostString()).isEqualTo("example.com");
    locate("sips:bob@192.0.2.1");
    assertThat(found.get(0).get(0).address().getHostString()).isEqualTo("192.0.2.1");
  }

  @Test
  void aFailedLookUpFindsNothing() throws Exception {
    dns.failing = true;
    assertThat(locate("sip:example.com")).isEmpty();
  }

  @Test
  void aSilentResolverFindsNothingAfterTheDeadline() throws Exception {
    dns.silent = true;
    locator.locate(SipUri.parse("sip:example.com"), found::add);
    clock.pass(Duration.ofMillis(4999));
    loop.runOnce(0);
    assertThat(found).isEmpty();
    clock.pass(Duration.ofMillis(1));
    loop.runOnce(0);
    assertThat(found).containsExactly(List.of());
  }

  @Test
  void boundsWhatAHostileZoneMakesUsDo() throws Exception {
    for (int i = 0; i < 100; i++) {
      dns.naptr("example.com", "SIP+D2U", "_sip" + i);
      for (int j = 0; j < 100; j++) {
        dns.srv("_sip" + i, 5060, "h");
        dns.host("h", "192.0.2." + j);
      }
    }
    assertThat(locate("sip:example.com")).hasSize(16);
    assertThat(dns.asked).hasSizeLessThan(100);
  }
}
