package org.sipasync.container.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private final TestContext context = new TestContext();

  @Test
  void requestSaysWhereItCameFrom() {
    RequestFacade request = context.received("OPTIONS");
    assertThat(request.getMethod()).isEqualTo("OPTIONS");
    assertThat(request.getProtocol()).isEqualTo("SIP/2.0");
    assertThat(request.getRemoteAddr()).isEqualTo("127.0.0.2");
    assertThat(request.getRemotePort()).isEqualTo(5062);
    assertThat(request.getLocalAddr()).isEqualTo("127.0.0.1");
    assertThat(request.getLocalPort()).isEqualTo(5060);
    assertThat(request.getTransport()).isEqualTo("UDP");
    assertThat(request.getInitialRemoteAddr()).isEqualTo("127.0.0.2");
    assertThat(request.getInitialRemotePort()).isEqualTo(5062);
    assertThat(request.getInitialTransport()).isEqualTo("UDP");
    assertThat(request.isSecure()).isFalse();
    assertThat(request.isInitial()).isTrue();
    assertThat(request.getCallId()).isEqualTo("1@h");
    assertThat(request.getMaxForwards()).isEqualTo(70);
    assertThat(request.getParameter("p")).isEqualTo("1");
    assertThat(request.getParameterMap()).containsOnlyKeys("p");
    assertThat(request.getInputStream()).isNull();
    assertThat(request.getReader()).isNull();
  }

  @Test
  void ownRequestCameFromNowhere() {
    RequestFacade request = context.own("OPTIONS");
    assertThat(request.getRemoteAddr()).isNull();
    assertThat(request.getRemotePort()).isEqualTo(-1);
    assertThat(request.getLocalAddr()).isNull();
    assertThat(request.getLocalPort()).isEqualTo(-1);
    assertThat(request.getTransport()).isNull();
  }

  @Test
  void requestUriIsLiveAndLosesHeadersWhenSet() throws ServletParseException {
    RequestFacade request = context.own("OPTIONS");
    ((SipURI) request.getRequestURI()).setUser("carol");
    assertThat(request.getRequestURI()).hasToString("sip:carol@example.com;p=1");
    request.setRequestURI(ValueFactory.createURI("sip:x@h?Subject=a"));
    assertThat(request.message().startLine()).isEqualTo("OPTIONS sip:x@h SIP/2.0");
    assertThatThrownBy(() -> request.setRequestURI(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void maxForwardsIsBounded() {
    RequestFacade request = context.own("OPTIONS");
    request.setMaxForwards(3);
    assertThat(request.getMaxForwards()).isEqualTo(3);
    assertThatThrownBy(() -> request.setMaxForwards(256))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> request.setMaxForwards(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pushedRouteIsFirstAndLoose() throws ServletParseException {
    RequestFacade request = context.own("OPTIONS", "Route: <sip:r2;lr>");
    request.pushRoute(ValueFactory.createSipURI(null, "r1"));
    request.pushRoute(ValueFactory.createAddress("\"R\" <sip:r0;lr>"));
    assertThat(request.getAddressHeaders("Route"))
        .toIterable()
        .extracting(Object::toString)
        .containsExactly("\"R\" <sip:r0;lr>", "<sip:r1;lr>", "<sip:r2;lr>");
    assertThatThrownBy(() -> request.pushRoute(ValueFactory.createAddress("<tel:+1>")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pathBelongsToRegister() throws ServletParseException {
    RequestFacade register = context.own("REGISTER");
    register.pushPath(ValueFactory.createAddress("<sip:p;lr>"));
    assertThat(register.getHeader("Path")).isEqualTo("<sip:p;lr>");
    assertThatThrownBy(() -> context.own("OPTIONS").pushPath(ValueFactory.createAddress("<sip:p>")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void responseTakesOverAndIsSentOnce() throws IOException {
    RequestFacade request = context.received("OPTIONS");
    SipServletResponse response = request.createResponse(486);
    assertThat(response.getReasonPhrase()).isEqualTo("Busy Here");
    assertThat(response.getMethod()).isEqualTo("OPTIONS");
    assertThat(response.getRequest()).isSameAs(request);
    response.setStatus(404, "Nobody");
    assertThat(response.toString()).startsWith("SIP/2.0 404 Nobody\r\n");
    response.setHeader("X-A", "1");
    response.setStatus(403);
    assertThat(response.getHeader("X-A")).isEqualTo("1");
    response.send();
    assertThat(context.sent).containsExactly((MessageFacade) response);
    assertThat(response.isCommitted()).isTrue();
    assertThatThrownBy(response::send).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> response.setHeader("X", "1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("403 response to OPTIONS is committed");
    assertThatThrownBy(() -> request.createResponse(700))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> request.createResponse(99))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> context.own("OPTIONS").createResponse(200))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void requestIsSentOnceAndReceivedOnesAreNot() throws IOException {
    SipServletRequest request = context.own("OPTIONS");
    request.send();
    assertThatThrownBy(request::send).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> context.received("OPTIONS").send())
        .isInstanceOf(IllegalStateException.class);
  }

  /** Rule A1: whatever would change or answer a suspended message throws; reading goes on. */
  @Test
  @Tag("A1")
  void suspendedRequestIsClosed() throws ServletParseException {
    RequestFacade request = context.received("MESSAGE", "Refer-To: <sip:a@h>");
    SipServletResponse response = request.createResponse(200);
    var address = request.getAddressHeader("Refer-To");
    StringBuilder abandoned = new StringBuilder();
    request.suspend(
        operation -> new IllegalArgumentException("suspended: " + operation), abandoned::append);
    assertThat(request.isSuspended()).isTrue();
    assertThat(request.getHeader("Refer-To")).isEqualTo("<sip:a@h>");
    assertThatThrownBy(() -> request.createResponse(200)).hasMessage("suspended: answering");
    assertThatThrownBy(response::send).hasMessage("suspended: answering");
    assertThatThrownBy(() -> request.setHeader("X", "1")).hasMessage("suspended: changing");
    assertThatThrownBy(() -> address.setParameter("x", "1")).hasMessage("suspended: changing");
    assertThatThrownBy(request::getProxy).hasMessage("suspended: proxying");
    request.resume();
    request.setHeader("X", "1");
    assertThat(request.isSuspended()).isFalse();
    request.abandon("too late");
    assertThat(abandoned).isEmpty();
    request.suspend(operation -> new IllegalArgumentException(operation), abandoned::append);
    request.abandon("CANCEL");
    assertThat(abandoned).hasToString("CANCEL");
    assertThat(request.isSuspended()).isFalse();
    assertThatThrownBy(() -> request.createResponse(200)).hasMessage("answering");
  }

  /** Rule A14: message and attributes are kept, session and transaction are not. */
  @Test
  @Tag("A14")
  void storedRequestIsReadBack() throws Exception {
    RequestFacade request = context.received("MESSAGE", "X-Mark: remember me");
    request.setAttribute("kept", "value");
    request.setAttribute("lost", new Object());
    RequestFacade restored = (RequestFacade) roundTrip(request);
    assertThat(restored.getHeader("X-Mark")).isEqualTo("remember me");
    assertThat(restored.toString()).isEqualTo(request.toString()).contains("X-Mark: remember me");
    assertThat(restored.getAttribute("kept")).isEqualTo("value");
    assertThat(restored.getAttribute("lost")).isNull();
    assertThat(restored.getSession()).isNull();
    assertThatThrownBy(() -> restored.setHeader("X", "1"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Tag("A14")
  void storedResponseIsReadBackWithItsRequest() throws Exception {
    RequestFacade request = context.received("MESSAGE", "X-Mark: remember me");
    ResponseFacade restored = (ResponseFacade) roundTrip(request.createResponse(202));
    assertThat(restored.getStatus()).isEqualTo(202);
    assertThat(restored.getRequest().getHeader("X-Mark")).isEqualTo("remember me");
  }

  private static Object roundTrip(Object message) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(message);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void whatIsToComeNamesItsIssue() throws Exception {
    RequestFacade request = context.received("INVITE", "Contact: <sip:a@h>");
    assertThat(request.getProxy(false)).isNull();
    assertThatThrownBy(request::getProxy).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void attributesBelongToTheMessage() {
    RequestFacade request = context.received("OPTIONS");
    assertThat(request.getAttribute("a")).isNull();
    request.setAttribute("a", 1);
    assertThat(request.getAttribute("a")).isEqualTo(1);
    assertThat(request.getAttributeNames().asIterator()).toIterable().containsExactly("a");
    request.removeAttribute("a");
    assertThat(request.getAttribute("a")).isNull();
    assertThatThrownBy(() -> request.setAttribute("a", null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void textIsWrittenAndReadInItsCharset() throws IOException {
    RequestFacade request = context.own("MESSAGE");
    assertThat(request.getContent()).isNull();
    assertThat(request.getRawContent()).isNull();
    request.setContent("ä", "text/plain");
    assertThat(request.getRawContent()).isEqualTo("ä".getBytes(StandardCharsets.UTF_8));
    assertThat(request.getContent()).isEqualTo("ä");
    request.setCharacterEncoding("ISO-8859-1");
    request.setContent("ä", "text/plain");
    assertThat(request.getContentLength()).isEqualTo(1);
    assertThat(request.getContentType()).isEqualTo("text/plain;charset=ISO-8859-1");
    assertThat(request.getContent()).isEqualTo("ä");
    request.setContentType("text/html;charset=UTF-16BE");
    assertThat(request.getCharacterEncoding()).isEqualTo("UTF-16BE");
    request.setContentLength(2);
    assertThat(request.getContentLength()).as("the body's, whatever is set").isEqualTo(1);
    assertThatThrownBy(() -> request.setCharacterEncoding("no such"))
        .isInstanceOf(UnsupportedEncodingException.class);
  }

  @Test
  void bytesOfAnyTypeAreCopied() throws IOException {
    SipServletResponse response = context.received("OPTIONS").createResponse(200);
    byte[] bytes = {1, 2};
    response.setContent(bytes, "application/sdp");
    bytes[0] = 9;
    assertThat((byte[]) response.getContent()).containsExactly(1, 2);
    response.setContent("v=0", "application/sdp");
    assertThat(response.getRawContent()).isEqualTo("v=0".getBytes());
    response.setContent(new StringBuilder("x"), "text/plain");
    assertThat(response.getContent()).isEqualTo("x");
    assertThatThrownBy(() -> response.setContent(1, "application/x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> response.setCharacterEncoding("no such"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void challengeNamesItsRealms() {
    SipServletResponse response = context.received("OPTIONS").createResponse(401);
    response.addHeader("WWW-Authenticate", "Digest realm=\"a\", nonce=\"1\"");
    response.addHeader("Proxy-Authenticate", "Digest realm=\"b\", nonce=\"2\"");
    assertThat(response.getChallengeRealms()).toIterable().containsExactly("a", "b");
  }

  /** Here is no Jakarta Mail, only its interface. */
  @Test
  void partsAreBytesWithoutJakartaMail() throws IOException {
    SipServletResponse response = context.received("OPTIONS").createResponse(200);
    response.setContent(new byte[] {1, 2}, "multipart/mixed;boundary=x");
    assertThat((byte[]) response.getContent()).containsExactly(1, 2);
  }
}
