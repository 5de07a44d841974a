package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.Transport;

/** Requests with sips URIs: TLS on every hop, or a refusal (RFC 5630). */
class SipsTest {
  private static final String SECURE = "<sips:192.0.2.1:5061>";
  private static final String BY_TLS = "<sip:192.0.2.1:5061;transport=tls>";

  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final TestFlow callee = new TestFlow();
  private final List<SipServletRequest> requests = new ArrayList<>();
  private final List<SipServletResponse> responses = new ArrayList<>();
  private final List<String> hops = new ArrayList<>();

  SipsTest() {
    test.hasTls = true;
    flow.transport = Transport.TLS;
    callee.transport = Transport.TLS;
    test.way = this::way;
    test.onResponse = responses::add;
  }

  private TestFlow way(SipUri uri) {
    hops.add(uri.toString());
    return uri.host().equals("192.0.2.2") ? flow : callee;
  }

  @AfterEach
  void close() {
    test.close();
  }

  private void invite(String uri, String... headers) {
    test.receive(
        request("INVITE", uri, "b1", 1, "", headers)
            .replace("SIP/2.0/UDP", "SIP/2.0/" + flow.transport));
  }

  @ParameterizedTest(name = "over {0}, with TLS: {1}: {2}")
  @CsvSource({"UDP, true, 480", "TCP, true, 480", "UDP, false, 416", "TLS, true, 200"})
  @Tag("RFC5630-5.1.2")
  void sipsComesByTlsOnly(Transport transport, boolean hasTls, int status) {
    flow.transport = transport;
    test.hasTls = hasTls;
    test.answerAll(200);
    invite("sips:bob@192.0.2.1");
    assertThat(flow.lastResponse().status()).isEqualTo(status);
    assertThat(flow.lastResponse().header(HeaderName.WARNING))
        .isEqualTo(status == 480 ? "380 0.0.0.0 \"SIPS Not Allowed\"" : null);
  }

  @ParameterizedTest(name = "INVITE {0} with {1}: Contact {2}")
  @CsvSource({
    "sips:bob@192.0.2.1, Contact: <sips:alice@192.0.2.2>, " + SECURE,
    "sip:bob@192.0.2.1, Contact: <sip:alice@192.0.2.2>, " + BY_TLS,
    "sip:bob@192.0.2.1, Contact: <sips:alice@192.0.2.2>, " + SECURE,
    "sip:bob@192.0.2.1, Record-Route: <sips:192.0.2.2;lr>, " + SECURE,
    "sip:bob@192.0.2.1, Record-Route: <sip:192.0.2.2;lr>, " + BY_TLS
  })
  @Tag("RFC3261-12.1.1")
  void contactOfAnAnswer(String uri, String header, String contact) {
    test.onRequest =
        request -> {
          requests.add(request);
          request.createResponse(200).send();
        };
    String text = request("INVITE", uri, "b1", 1, "", header).replace("SIP/2.0/UDP", "SIP/2.0/TLS");
    test.receive(
        header.startsWith("Contact")
            ? text.replaceFirst("Contact: <sip:alice@192.0.2.2>\r\n", "")
            : text);
    assertThat(flow.lastResponse().header(HeaderName.CONTACT)).isEqualTo(contact);
    SipServletRequest invite = requests.get(0);
    assertThat(invite.isSecure()).isTrue();
    assertThat(invite.getTransport()).isEqualTo("TLS");
    assertThat(invite.getRequestURI().getScheme()).isEqualTo(uri.replaceFirst(":.*", ""));
  }

  @Test
  @Tag("RFC5630-5.1.1")
  void aCallToASipsUriStaysSecure() throws Exception {
    SipServletRequest invite =
        test.factory.createRequest(
            test.factory.createApplicationSession(), "INVITE", "sip:me@h", "sips:bob@h");
    invite.pushRoute(test.factory.createSipURI(null, "edge"));
    invite.send();
    test.run();
    assertThat(hops).containsExactly("sips:edge;lr");
    SipRequest sent = callee.lastRequest();
    assertThat(sent.uriText()).isEqualTo("sips:bob@h");
    assertThat(sent.header(HeaderName.CONTACT)).isEqualTo(SECURE);
    assertThat(sent.header(HeaderName.ROUTE)).isEqualTo("<sips:edge;lr>");
    assertThat(sent.topVia().transport()).isEqualTo("TLS");
    test.answer(sent, 200, "b", "Contact: <sip:bob@desk>", "Record-Route: <sip:edge;lr>");
    responses.get(0).createAck().send();
    test.run();
    assertThat(callee.lastRequest().startLine()).isEqualTo("ACK sips:bob@desk SIP/2.0");
    assertThat(callee.lastRequest().header(HeaderName.ROUTE)).isEqualTo("<sips:edge;lr>");
    assertThat(hops).last().isEqualTo("sips:edge;lr");
  }

  @Test
  @Tag("RFC5630-5.1.1.2")
  void aCallToASipUriHasASipContactOverTls() throws Exception {
    test.factory
        .createRequest(
            test.factory.createApplicationSession(),
            "INVITE",
            "sip:me@h",
            "sip:bob@h;transport=tls")
        .send();
    test.run();
    assertThat(callee.lastRequest().header(HeaderName.CONTACT)).isEqualTo(BY_TLS);
  }

  /** The caller says that it is reached by its flow only (RFC 5626), which is no TLS. */
  @Test
  @Tag("RFC5630-5.1.1")
  void sipsGoesByNoFlowWithoutTls() throws Exception {
    flow.transport = Transport.UDP;
    test.onRequest =
        request -> {
          requests.add(request);
          request.createResponse(200).send();
        };
    test.receive(
        request("INVITE", "sip:bob@192.0.2.1", "b1", 1, "")
            .replace("<sip:alice@192.0.2.2>\r\n", "<sips:alice@192.0.2.2;ob>\r\n"));
    assertThat(flow.take()).containsExactly("200 OK INVITE");
    requests.get(0).getSession().createRequest("INFO").send();
    test.run();
    assertThat(flow.take()).isEmpty();
    assertThat(responses).singleElement().extracting(SipServletResponse::getStatus).isEqualTo(480);
  }

  private void proxying(String target) {
    test.onRequest = request -> request.getProxy().proxyTo(test.factory.createURI(target));
    test.onResponse = responses::add;
  }

  private void proxyingRecorded(String target) {
    test.onRequest =
        request -> {
          request.getProxy().setRecordRoute(true);
          request.getProxy().proxyTo(test.factory.createURI(target));
        };
  }

  @Test
  @Tag("RFC5630-5.3")
  void sipsIsNotForwardedToSip() {
    proxying("sip:bob@desk;transport=tls");
    invite("sips:bob@192.0.2.1");
    assertThat(hops).isEmpty();
    assertThat(flow.lastResponse().status()).isEqualTo(480);
    assertThat(flow.lastResponse().header(HeaderName.WARNING)).contains("380");
  }

  @Test
  @Tag("RFC5630-5.3")
  void sipGoesToASipsTargetByTlsAsSip() {
    proxyingRecorded("sips:bob@desk");
    invite("sip:bob@192.0.2.1");
    assertThat(hops).containsExactly("sips:bob@desk");
    assertThat(callee.lastRequest().uriText()).isEqualTo("sip:bob@desk");
    assertThat(callee.lastRequest().header(HeaderName.RECORD_ROUTE))
        .endsWith("@192.0.2.1:5061;transport=tls;lr>");
  }

  @Test
  @Tag("RFC3261-16.6")
  void recordRouteOfASipsRequestIsSips() {
    proxyingRecorded("sips:bob@desk");
    invite("sips:bob@192.0.2.1");
    assertThat(callee.lastRequest().uriText()).isEqualTo("sips:bob@desk");
    assertThat(callee.lastRequest().headers(HeaderName.RECORD_ROUTE))
        .singleElement()
        .asString()
        .startsWith("<sips:")
        .endsWith("@192.0.2.1:5061;lr>");
  }

  @ParameterizedTest(name = "{0} redirected to {1}")
  @CsvSource({"sips, sip", "sip, sips"})
  @Tag("RFC5630-5.3")
  void redirectionsOfTheOtherSchemeAreNotFollowed(String scheme, String other) {
    proxying(scheme + ":bob@desk");
    invite(scheme + ":bob@192.0.2.1");
    hops.clear();
    test.answer(callee.lastRequest(), 302, "b", "Contact: <" + other + ":bob@mobile>");
    assertThat(hops).isEmpty();
    assertThat(flow.lastResponse().status()).isEqualTo(302);
  }
}
