package org.sipasync.container.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ListIterator;
import java.util.Locale;
import javax.servlet.sip.Address;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletMessage.HeaderForm;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
  private final TestContext context = new TestContext();

  @Test
  void headersAreReadAndWrittenByEitherName() {
    RequestFacade request = context.received("MESSAGE", "s: Hi", "X-A: 1", "X-A: 2");
    assertThat(request.getHeader("Subject")).isEqualTo("Hi");
    assertThat(request.getHeader("f")).startsWith("\"Alice\"");
    assertThat(request.getHeader("X-None")).isNull();
    assertThat(request.getHeaders("x-a")).toIterable().containsExactly("1", "2");
    request.setHeader("s", "Ho");
    request.addHeader("X-A", "3");
    assertThat(request.getHeaders("X-A")).toIterable().containsExactly("1", "2", "3");
    request.setHeader("X-A", "4");
    assertThat(request.getHeaders("X-A")).toIterable().containsExactly("4");
    request.removeHeader("X-A");
    assertThat(request.getHeader("X-A")).isNull();
    assertThat(request.getHeaderNames()).toIterable().contains("Subject", "Via", "Call-ID");
    assertThatThrownBy(() -> request.getHeader(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> request.setHeader("X", null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> request.setHeader("X", "a\r\nVia: b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void iteratorsWriteThrough() throws ServletParseException {
    RequestFacade request = context.received("MESSAGE", "P-Asserted-Identity: <sip:a@h>, <tel:+1>");
    ListIterator<Address> entries = request.getAddressHeaders("P-Asserted-Identity");
    entries.next();
    entries.set(ValueFactory.createAddress("<sip:b@h>"));
    entries.next();
    entries.remove();
    entries.add(ValueFactory.createAddress("<sip:c@h>"));
    assertThat(request.getHeaders("P-Asserted-Identity"))
        .toIterable()
        .containsExactly("<sip:b@h>", "<sip:c@h>");
    ListIterator<String> texts = request.getHeaders("P-Asserted-Identity");
    texts.next();
    texts.remove();
    assertThat(request.getHeader("P-Asserted-Identity")).isEqualTo("<sip:c@h>");
  }

  @Test
  void addressesOfAHeaderAreLiveUntilTheHeaderIsSetAnew() throws ServletParseException {
    RequestFacade request = context.received("MESSAGE", "Refer-To: <sip:a@h>");
    Address address = request.getAddressHeader("Refer-To");
    ((SipURI) address.getURI()).setUser("b");
    address.setParameter("x", "1");
    assertThat(request.getHeader("r")).isEqualTo("<sip:b@h>;x=1");
    request.setHeader("Refer-To", "<sip:c@h>");
    address.setParameter("x", "2");
    assertThat(request.getHeader("Refer-To")).isEqualTo("<sip:c@h>");
  }

  @Test
  void parameterablesAreLive() throws ServletParseException {
    RequestFacade request = context.received("SUBSCRIBE", "Event: presence;id=1");
    request.getParameterableHeader("o").setParameter("id", "2");
    assertThat(request.getHeader("Event")).isEqualTo("presence;id=2");
    Parameterable dialog = ValueFactory.createParameterable("dialog");
    request.setParameterableHeader("Event", dialog);
    request.addParameterableHeader("Reason", ValueFactory.createParameterable("SIP;cause=1"), true);
    request.addParameterableHeader("Reason", ValueFactory.createParameterable("SIP;cause=2"), true);
    assertThat(request.getHeader("Event")).isEqualTo("dialog");
    assertThat(request.getParameterableHeaders("Reason").next().getParameter("cause"))
        .isEqualTo("2");
    assertThat(request.getParameterableHeader("X-None")).isNull();
  }

  @Test
  void unreadableAddressIsAServletParseException() {
    RequestFacade request = context.received("MESSAGE", "Refer-To: <<");
    assertThatThrownBy(() -> request.getAddressHeader("Refer-To"))
        .isInstanceOf(ServletParseException.class)
        .hasMessageContaining("Refer-To of MESSAGE request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Call-ID",
        "i",
        "From",
        "To",
        "CSeq",
        "Via",
        "Route",
        "Record-Route",
        "Path",
        "RSeq",
        "RAck",
        "Contact",
        "m"
      })
  void systemHeadersAreRefused(String name) throws ServletParseException {
    RequestFacade request = context.own("INVITE", "Contact: <sip:127.0.0.1:5060>");
    Address address = ValueFactory.createAddress("<sip:x@h>");
    Parameterable value = ValueFactory.createParameterable("x");
    assertThatThrownBy(() -> request.setHeader(name, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("system header");
    assertThatThrownBy(() -> request.addHeader(name, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> request.removeHeader(name))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> request.setAddressHeader(name, address))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> request.addAddressHeader(name, address, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> request.setParameterableHeader(name, value))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> request.addParameterableHeader(name, value, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** RFC 3327 5.3. */
  @Test
  void aRegistrarTellsThePath() {
    ResponseFacade ok = (ResponseFacade) context.received("REGISTER").createResponse(200);
    ok.addHeader("Path", "<sip:edge.example.com;lr>");
    assertThat(ok.getHeader("Path")).isEqualTo("<sip:edge.example.com;lr>");
    assertThatThrownBy(() -> context.received("MESSAGE").createResponse(200).addHeader("Path", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Javadoc of getAddressHeaders and getHeaders: IllegalStateException. */
  @Test
  @Tag("289-5.4.2")
  void iteratorsOfSystemHeadersRefuseChanges() throws ServletParseException {
    RequestFacade request = context.received("INVITE", "Contact: <sip:a@h>", "Route: <sip:r;lr>");
    ListIterator<Address> route = request.getAddressHeaders("Route");
    route.next();
    assertThatThrownBy(route::remove).isInstanceOf(IllegalStateException.class);
    ListIterator<String> via = request.getHeaders("Via");
    via.next();
    assertThatThrownBy(via::remove).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> request.getAddressHeader("Route").setParameter("a", "b"))
        .isInstanceOf(IllegalStateException.class);
  }

  /** JSR 289 4.1.3: the container's Contact takes a user and parameters, and no other host. */
  @Test
  void contactOfTheContainerChangesInPart() throws ServletParseException {
    RequestFacade request = context.own("INVITE", "Contact: <sip:127.0.0.1:5060;transport=tcp>");
    Address contact = request.getAddressHeader("Contact");
    SipURI uri = (SipURI) contact.getURI();
    uri.setUser("me");
    uri.setParameter("p", "1");
    contact.setParameter("+sip.instance", "\"x\"");
    assertThat(request.getHeader("m")).startsWith("<sip:me@127.0.0.1:5060;transport=tcp;p=1>;+sip");
    assertThatThrownBy(() -> uri.setHost("h")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> uri.setPort(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> uri.setLrParam(true)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> uri.setMAddrParam("h")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> contact.setURI(uri)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void contactIsTheApplicationsInRegisterAndRedirects() throws ServletParseException {
    Address contact = ValueFactory.createAddress("<sip:x@h>");
    context.own("REGISTER").setAddressHeader("Contact", contact);
    SipServletResponse moved = context.received("INVITE", "Contact: <sip:a@h>").createResponse(302);
    moved.setAddressHeader("Contact", contact);
    moved.addAddressHeader("Contact", contact, false);
    assertThat(moved.getAddressHeaders("Contact")).toIterable().hasSize(2);
    context.received("OPTIONS").createResponse(200).setAddressHeader("Contact", contact);
    SipServletResponse ok = context.received("INVITE", "Contact: <sip:a@h>").createResponse(200);
    assertThatThrownBy(() -> ok.setAddressHeader("Contact", contact))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void partiesOfANewRequestChangeButForTheirTags() {
    RequestFacade own = context.own("OPTIONS");
    own.getFrom().setDisplayName("Me");
    ((SipURI) own.getTo().getURI()).setUser("you");
    assertThat(own.getHeader("From")).isEqualTo("\"Me\" <sip:alice@example.com>;tag=a");
    assertThat(own.getHeader("To")).isEqualTo("<sip:you@example.com>");
    assertThatThrownBy(() -> own.getFrom().setParameter("tag", "x"))
        .isInstanceOf(IllegalStateException.class);
  }

  /**
   * Javadoc of SipServletMessage: "modifications are allowed to the other parts". RFC 3261 8.2.6.2.
   */
  @Test
  @Tag("289-5.4.2")
  void partiesOfAReceivedRequestChangeForItsReadersOnly() {
    RequestFacade received = context.received("OPTIONS");
    ((SipURI) received.getFrom().getURI()).setUser("carol");
    received.getTo().setDisplayName("Bob");
    assertThat(received.getHeader("From")).isEqualTo("\"Alice\" <sip:carol@example.com>;tag=a");
    assertThat(received.getHeader("To")).isEqualTo("\"Bob\" <sip:bob@example.com>");
    SipServletResponse ok = received.createResponse(200);
    assertThat(ok.getHeader("From")).isEqualTo("\"Alice\" <sip:alice@example.com>;tag=a");
    assertThat(ok.getHeader("To")).isEqualTo("<sip:bob@example.com>");
    assertThat(new String(received.message().answer(500, null)))
        .contains("From: \"Alice\" <sip:alice@example.com>;tag=a\r\n");
    assertThatThrownBy(() -> received.getFrom().setParameter("tag", "x"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ok.getFrom().setDisplayName("x"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> context.received("ACK").getFrom().setDisplayName("x"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void languagesAreSortedByPreference() {
    RequestFacade request =
        context.received("MESSAGE", "Accept-Language: de;q=0.5, en-GB, *;q=0.1");
    assertThat(request.getAcceptLanguage()).isEqualTo(Locale.UK);
    assertThat(request.getAcceptLanguages()).toIterable().containsExactly(Locale.UK, Locale.GERMAN);
    request.setAcceptLanguage(Locale.FRENCH);
    request.addAcceptLanguage(Locale.GERMAN);
    request.addAcceptLanguage(Locale.ITALIAN);
    assertThat(request.getHeaders("Accept-Language"))
        .toIterable()
        .containsExactly("fr", "de;q=0.9", "it;q=0.8");
    request.setAcceptLanguage(null);
    assertThat(request.getAcceptLanguage()).isNull();
    request.setContentLanguage(Locale.GERMAN);
    assertThat(request.getContentLanguage()).isEqualTo(Locale.GERMAN);
  }

  @Test
  void expiresIsANumberOrAbsent() {
    RequestFacade request = context.own("REGISTER");
    assertThat(request.getExpires()).isEqualTo(-1);
    request.setExpires(60);
    assertThat(request.getHeader("Expires")).isEqualTo("60");
    assertThat(request.getExpires()).isEqualTo(60);
    request.setHeader("Expires", "soon");
    assertThat(request.getExpires()).isEqualTo(-1);
    request.setExpires(-1);
    assertThat(request.getHeader("Expires")).isNull();
  }

  @Test
  void headerFormDecidesOnNames() {
    RequestFacade request = context.own("OPTIONS", "s: Hi");
    assertThat(request.getHeaderForm()).isEqualTo(HeaderForm.DEFAULT);
    assertThat(new String(request.message().toBytes())).contains("\r\ns: Hi", "Call-ID: ");
    request.setHeaderForm(HeaderForm.COMPACT);
    assertThat(new String(request.message().toBytes())).contains("\r\ns: Hi", "\r\ni: ");
    request.setHeaderForm(HeaderForm.LONG);
    assertThat(new String(request.message().toBytes())).contains("\r\nSubject: Hi", "Call-ID: ");
    assertThat(request.getHeaderForm()).isEqualTo(HeaderForm.LONG);
  }
}
