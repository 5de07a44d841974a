package org.sipasync.payara.war;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.payara.ReceivedRequest;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;

/** Rules of servlet mappings against a request (JSR 289, 19.5). */
@Tag("289-19")
class RuleTest {
  private static SipServletRequest request(String method, String uri, NameAddr popped) {
    return new ReceivedRequest(method, uri, "192.0.2.1", popped).request;
  }

  private static boolean matches(String kind, String variable, String value, boolean ignoreCase) {
    SipServletRequest invite =
        request("INVITE", "sip:watson:secret@sub.Example.com:5070;user=phone;p=Q", null);
    return Rule.comparison(kind, variable, value, ignoreCase).matches(invite);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "equal|request.method|INVITE|true",
        "equal|request.method|MESSAGE|false",
        "contains|request.method|VIT|true",
        "equal|request.uri.scheme|sip|true",
        "equal|request.uri.user|watson|true",
        "equal|request.uri.user|Watson|false",
        "contains|request.uri.user|wat|true",
        "equal|request.uri.port|5070|true",
        "equal|request.uri.tel|watson|true",
        "equal|request.uri.param.p|Q|true",
        "equal|request.uri.param.p|q|false",
        "exists|request.uri.param.p||true",
        "exists|request.uri.param.none||false",
        "subdomain-of|request.uri.host|example.com|true",
        "subdomain-of|request.uri.host|sub.example.com|true",
        "subdomain-of|request.uri.host|ample.com|false",
        "subdomain-of|request.uri.host|x.sub.example.com|false",
        "equal|request.from.display-name|Anna|true",
        "equal|request.from.uri.user|anna|true",
        "equal|request.from.user|anna|true",
        "exists|request.from.uri.param.x||true",
        "exists|request.to.display-name||false",
        "equal|request.to.uri.scheme|tel|true",
        "exists|request.to.uri.user||false",
        "exists|request.to.uri.tel||true",
        "exists|request.route||false",
        "exists|request.route.uri.user||false",
      })
  void comparison(String kind, String variable, String value, boolean matches) {
    assertThat(matches(kind, variable, value, false)).isEqualTo(matches);
  }

  @Test
  void caseMayBeIgnored() {
    assertThat(matches("equal", "request.method", "invite", true)).isTrue();
    assertThat(matches("equal", "request.uri.param.p", "q", true)).isTrue();
    assertThat(matches("contains", "request.uri.user", "WATS", true)).isTrue();
  }

  @Test
  void defaultPortIsThere() {
    SipServletRequest message = request("MESSAGE", "sip:bob@h", null);
    assertThat(Rule.comparison("equal", "request.uri.port", "5060", false).matches(message))
        .isTrue();
  }

  @Test
  void routeThatLedHere() throws ParseException {
    SipServletRequest message =
        request("MESSAGE", "sip:bob@h", NameAddr.parse("<sip:desk@192.0.2.9;lr;do=x>"));
    assertThat(Rule.comparison("equal", "request.route.uri.user", "desk", false).matches(message))
        .isTrue();
    assertThat(Rule.comparison("equal", "request.route.param.do", "x", false).matches(message))
        .isTrue();
  }

  @Test
  void combinations() {
    Rule yes = Rule.comparison("equal", "request.method", "INVITE", false);
    Rule no = Rule.comparison("equal", "request.method", "MESSAGE", false);
    SipServletRequest invite = request("INVITE", "sip:bob@h", null);
    assertThat(Rule.and(List.of(yes, yes)).matches(invite)).isTrue();
    assertThat(Rule.and(List.of(yes, no)).matches(invite)).isFalse();
    assertThat(Rule.or(List.of(no, yes)).matches(invite)).isTrue();
    assertThat(Rule.or(List.of(no, no)).matches(invite)).isFalse();
    assertThat(Rule.not(no).matches(invite)).isTrue();
    assertThat(Rule.not(Rule.and(List.of(yes, Rule.not(no)))).matches(invite)).isFalse();
  }
}
