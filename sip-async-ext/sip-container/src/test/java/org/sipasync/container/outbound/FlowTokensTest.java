package org.sipasync.container.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.FlowId;
import org.sipasync.sip.transport.Transport;

class FlowTokensTest {
  private final FlowTokens tokens = new FlowTokens(new Random(1));

  private static FlowId flow(String local, String remote, long serial) {
    return new FlowId(
        Transport.TCP,
        new InetSocketAddress(local, 5060),
        new InetSocketAddress(remote, 65_535),
        serial);
  }

  @Test
  void aTokenIsItsFlow() {
    for (FlowId flow :
        new FlowId[] {
          flow("192.0.2.1", "198.51.100.7", Long.MAX_VALUE), flow("::1", "2001:db8::7", 0)
        }) {
      String token = tokens.token(flow);
      assertThat(token).matches("ob\\.[\\w-]{8}\\.[\\w-]{40,100}");
      assertThat(tokens.flow(token)).isEqualTo(flow);
    }
  }

  @Test
  void itFitsIntoAUri() throws ParseException {
    String token = tokens.token(flow("192.0.2.1", "198.51.100.7", 3));
    SipUri uri = SipUri.of(token, "h", -1).with("flow", token);
    assertThat(uri).hasToString("sip:" + token + "@h;flow=" + token);
    assertThat(FlowRoutes.token(SipUri.parse(uri.toString()))).isEqualTo(token);
    assertThat(FlowRoutes.token(SipUri.parse("sip:h;flow=" + token))).isEqualTo(token);
    assertThat(FlowRoutes.token(SipUri.parse("sip:bob@h;flow=x"))).isNull();
  }

  @Test
  void eachChangeIsNoticed() {
    String token = tokens.token(flow("192.0.2.1", "198.51.100.7", 3));
    Set<String> taken = new HashSet<>();
    for (int i = 3; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      if (tokens.flow(changed) != null) {
        taken.add(changed);
      }
    }
    // the last character has bits that mean nothing
    assertThat(taken).allMatch(changed -> changed.regionMatches(0, token, 0, token.length() - 1));
    for (String rubbish : new String[] {"ob.", "ob..", token + "A", token.substring(0, 30), ""}) {
      assertThat(tokens.flow(rubbish)).as(rubbish).isNull();
    }
  }

  @Test
  void anotherProcessTakesItForNoneOfItsOwn() {
    FlowTokens others = new FlowTokens(new Random(2));
    String token = tokens.token(flow("192.0.2.1", "198.51.100.7", 3));
    assertThat(others.isOfThisProcess(token)).isFalse();
    assertThat(others.flow(token)).isNull();
    assertThat(FlowTokens.isToken(token)).isTrue();
    assertThat(FlowTokens.isToken(null)).isFalse();
  }
}
