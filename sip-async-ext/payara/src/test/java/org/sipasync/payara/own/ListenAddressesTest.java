package org.sipasync.payara.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.payara.server.ListenPoint;
import org.sipasync.payara.server.SipSettings;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;

class ListenAddressesTest {
  private final ListenAddresses addresses;

  ListenAddressesTest() throws IOException {
    addresses =
        ListenAddresses.of(ListenPoint.parse("udp:127.0.0.1:5070,tcp:[::1]:5071,udp:0.0.0.0:5072"));
  }

  private boolean isOwn(String uri) throws ParseException {
    return addresses.isOwn(SipUri.parse(uri));
  }

  @Test
  @Tag("C-D6")
  void contactIsOfTheListenPoint() {
    assertThat(addresses.contact(Transport.UDP, new InetSocketAddress("127.0.0.1", 5070)))
        .hasToString("sip:127.0.0.1:5070");
    assertThat(addresses.contact(Transport.TCP, new InetSocketAddress("::1", 5071)))
        .hasToString("sip:[::1]:5071;transport=tcp");
    assertThat(addresses.contact(Transport.TCP, new InetSocketAddress("127.0.0.1", 5070))).isNull();
    assertThat(addresses.contact(Transport.UDP, new InetSocketAddress("127.0.0.1", 0)))
        .as("any port")
        .hasToString("sip:127.0.0.1:5070");
    assertThat(addresses.defaultContact()).hasToString("sip:127.0.0.1:5070");
  }

  @Test
  void contactOfAllAddressesNamesOne() {
    assertThat(addresses.contact(Transport.UDP, new InetSocketAddress("0.0.0.0", 5072)).host())
        .isNotEqualTo("0.0.0.0");
  }

  /** A connection that was accepted at all addresses has the one its peer called. */
  @Test
  @Tag("C-D6")
  void contactOfAConnectionToAllAddresses() throws IOException {
    var all = ListenAddresses.of(ListenPoint.parse("tcp:0.0.0.0:5060"));
    assertThat(all.contact(Transport.TCP, new InetSocketAddress("192.0.2.7", 5060)))
        .hasToString("sip:192.0.2.7:5060;transport=tcp");
    assertThat(all.contact(Transport.UDP, new InetSocketAddress("192.0.2.7", 5060))).isNull();
    assertThat(all.contact(Transport.TCP, new InetSocketAddress("192.0.2.7", 5061))).isNull();
  }

  @Test
  @Tag("C-D4")
  void ownUris() throws ParseException {
    assertThat(isOwn("sip:127.0.0.1:5070;lr")).isTrue();
    assertThat(isOwn("sip:[::1]:5071")).isTrue();
    assertThat(isOwn("sip:[0:0:0:0:0:0:0:1]:5071;lr")).as("as others write it").isTrue();
    assertThat(isOwn("sip:127.0.0.1:5072")).as("of this machine").isTrue();
    assertThat(isOwn("sip:127.0.0.1")).as("port 5060").isFalse();
    assertThat(isOwn("sip:192.0.2.7:5070")).isFalse();
  }

  /** A Route by name would be sent to this container again, until it is a loop. */
  @Test
  @Tag("C-D4")
  void ownNames() throws IOException, ParseException {
    assertThat(isOwn("sip:app@localhost:5070;lr")).isTrue();
    assertThat(isOwn("sip:app@LocalHost:5072")).isTrue();
    assertThat(isOwn("sip:app@localhost")).as("port 5060").isFalse();
    String name = InetAddress.getLocalHost().getHostName();
    assertThat(isOwn("sip:" + name + ":5072")).as("this machine's name").isTrue();
    var elsewhere = ListenAddresses.of(ListenPoint.parse("udp:192.0.2.7:5070"));
    assertThat(elsewhere.isOwn(SipUri.parse("sip:localhost:5070"))).isFalse();
  }

  @Test
  void outboundInterfaces() {
    assertThat(addresses.outboundInterfaces().get(1)).hasToString("sip:[::1]:5071;transport=tcp");
  }

  private static ListenAddresses advertising(String listen, String advertise) throws IOException {
    SipSettings settings =
        SipSettings.from(
            key ->
                Optional.ofNullable(
                    Map.of("sip.listen", listen, "sip.advertise", advertise).get(key)));
    return ListenAddresses.of(settings.listen(), settings.advertised());
  }

  private static Flow flow(Transport transport, String local, String remote) {
    return new Way(
        transport, new InetSocketAddress(local, 5060), new InetSocketAddress(remote, 5090));
  }

  /** Path between two addresses that carries nothing. */
  private record Way(Transport transport, InetSocketAddress local, InetSocketAddress remote)
      implements Flow {
    @Override
    public void send(byte[] message, Runnable onFailed) {}
  }

  @Test
  @Tag("C-D6")
  void advertisedAddressesStandInMessages() throws IOException, ParseException {
    ListenAddresses nat =
        advertising(
            "udp:127.0.0.1:5060,tcp:127.0.0.1:5060,udp:[::1]:5060",
            "203.0.113.7,[2001:db8::7]:5080,tcp:127.0.0.1:5060=sip.example.com:5070");
    Flow udp = flow(Transport.UDP, "127.0.0.1", "127.0.0.1");
    assertThat(nat.contact(udp)).hasToString("sip:203.0.113.7:5060");
    assertThat(nat.sentBy(udp)).isEqualTo(new InetSocketAddress("203.0.113.7", 5060));
    Flow tcp = flow(Transport.TCP, "127.0.0.1", "127.0.0.1");
    assertThat(nat.contact(tcp)).hasToString("sip:sip.example.com:5070;transport=tcp");
    assertThat(nat.sentBy(tcp))
        .isEqualTo(InetSocketAddress.createUnresolved("sip.example.com", 5070));
    assertThat(nat.contact(flow(Transport.UDP, "::1", "::1")))
        .hasToString("sip:[2001:db8::7]:5080");
    assertThat(nat.defaultContact()).hasToString("sip:203.0.113.7:5060");
    assertThat(nat.outboundInterfaces().get(1))
        .hasToString("sip:sip.example.com:5070;transport=tcp");
    for (String own :
        new String[] {
          "sip:203.0.113.7",
          "sip:a@SIP.example.com:5070;lr",
          "sip:[2001:db8:0::7]:5080",
          "sip:127.0.0.1:5060"
        }) {
      assertThat(nat.isOwn(SipUri.parse(own))).as(own).isTrue();
    }
    for (String foreign :
        new String[] {"sip:203.0.113.7:5080", "sip:sip.example.com", "sip:example.com:5070"}) {
      assertThat(nat.isOwn(SipUri.parse(foreign))).as(foreign).isFalse();
    }
  }

  @Test
  @Tag("C-D6")
  void anAdvertisedInterfaceLeadsToItsSocket() throws IOException {
    ListenAddresses nat =
        advertising("udp:127.0.0.1:5060,udp:127.0.0.2:5060", "udp:127.0.0.2:5060=sip.test:5070");
    InetSocketAddress two = new InetSocketAddress("127.0.0.2", 5060);
    assertThat(nat.socket(Transport.UDP, InetSocketAddress.createUnresolved("Sip.Test", 5070)))
        .isEqualTo(two);
    assertThat(nat.socket(Transport.UDP, new InetSocketAddress("127.0.0.2", 0))).isEqualTo(two);
    InetSocketAddress foreign = new InetSocketAddress("192.0.2.1", 5060);
    assertThat(nat.socket(Transport.UDP, foreign)).isEqualTo(foreign);
    assertThat(nat.contact(Transport.UDP, foreign)).isNull();
  }

  /** The address that packets to the peer leave from stands for a wildcard. */
  @Test
  @Tag("C-D6")
  void aWildcardIsNeverShown() throws IOException {
    ListenAddresses all = ListenAddresses.of(ListenPoint.parse("udp:[::]:5060,tcp:0.0.0.0:5060"));
    assertThat(all.contact(flow(Transport.UDP, "::", "127.0.0.1")))
        .hasToString("sip:127.0.0.1:5060");
    assertThat(all.contact(flow(Transport.UDP, "::", "::1"))).hasToString("sip:[::1]:5060");
    assertThat(all.sentBy(flow(Transport.TCP, "0.0.0.0", "127.0.0.1")))
        .isEqualTo(new InetSocketAddress("127.0.0.1", 5060));
    assertThat(all.outboundInterfaces().toString()).doesNotContain("0.0.0.0", "[::]");
    assertThat(all.defaultContact().host()).isNotIn("0.0.0.0", "[::]");
    assertThat(all.descriptions().get(0)).startsWith("udp:[::]:5060, reached at ");
  }

  @Test
  void oneSocketOnAllAddressesOfBothFamilies() {
    assertThat(
            ListenPoint.sockets(
                ListenPoint.parse("udp:0.0.0.0:5060,udp:[::]:5060,tcp:0.0.0.0:5060")))
        .hasToString("[udp:[::]:5060, tcp:0.0.0.0:5060]");
  }

  @Test
  void anAddressWithoutAListenPointIsRefused() {
    assertThatThrownBy(() -> advertising("udp:127.0.0.1:5060", "[2001:db8::7]"))
        .hasMessageContaining("SIPA-0380")
        .hasMessageContaining("no listen point is of its address family");
  }

  @Test
  void theDefaultPortIsTheTransports() throws IOException, ParseException {
    var tcp = ListenAddresses.of(ListenPoint.parse("tcp:127.0.0.1:5060"));
    assertThat(tcp.isOwn(SipUri.parse("sip:127.0.0.1"))).isTrue();
    assertThat(tcp.isOwn(SipUri.parse("sips:127.0.0.1"))).as("port 5061").isFalse();
  }

  @Test
  void onlyAListenerThatWebSocketsCameByIsAContactOfTheirs() throws IOException {
    var addresses = ListenAddresses.of(ListenPoint.parse("udp:127.0.0.1:5060"));
    InetSocketAddress http = new InetSocketAddress("127.0.0.1", 8080);
    InetSocketAddress named = InetSocketAddress.createUnresolved("sip.example.com", 8080);
    assertThat(addresses.contact(Transport.WS, http)).isNull();
    assertThat(addresses.contact(Transport.WS, named)).isNull();
    addresses.addWeb(http);
    assertThat(addresses.contact(Transport.WS, http))
        .hasToString("sip:127.0.0.1:8080;transport=ws");
  }
}
