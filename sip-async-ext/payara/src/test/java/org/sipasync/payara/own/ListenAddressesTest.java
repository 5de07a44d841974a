package org.sipasync.payara.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.payara.server.ListenPoint;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipUri;
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
}
