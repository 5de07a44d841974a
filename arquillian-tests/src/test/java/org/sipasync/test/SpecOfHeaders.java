package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.testkit.phone.Body;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** JSR 289, chapters 4, 5 and 11.1.3: system headers, Contact, Route and Path. */
interface SpecOfHeaders extends InSpecification {

  private void assertRefused(String outcomes, String... names) {
    Map<String, String> byName = new java.util.HashMap<>();
    for (String outcome : outcomes.split(" ")) {
      byName.put(outcome.split("=")[0], outcome.split("=")[1]);
    }
    for (String name : names) {
      assertThat(byName.get(name)).as(name).isEqualTo("IllegalArgumentException");
    }
  }

  @Test
  @Tag("289-5.4.2")
  @DisplayName("System headers cannot be set")
  default void systemHeadersCannotBeSet() {
    try (SipPhone phone = phone()) {
      assertRefused(
          ask(phone, "headers;do=set"), "Call-ID", "CSeq", "Via", "Route", "Record-Route", "Path");
    }
  }

  @Test
  @Tag("289-5.4.2")
  @DisplayName("System headers cannot be added")
  default void systemHeadersCannotBeAdded() {
    try (SipPhone phone = phone()) {
      assertRefused(
          ask(phone, "headers;do=add"), "Call-ID", "CSeq", "Via", "Route", "Record-Route", "Path");
    }
  }

  @Test
  @Tag("289-5.4.2")
  @DisplayName("System headers cannot be removed")
  default void systemHeadersCannotBeRemoved() {
    try (SipPhone phone = phone()) {
      assertRefused(
          ask(phone, "headers;do=remove"),
          "Call-ID",
          "CSeq",
          "Via",
          "Route",
          "Record-Route",
          "Path",
          "From",
          "To",
          "Contact");
    }
  }

  @Test
  @Tag("289-5.4.2")
  @DisplayName("System headers are known by their compact forms, too")
  default void compactFormsOfSystemHeaders() {
    try (SipPhone phone = phone()) {
      assertRefused(ask(phone, "headers;do=set"), "i", "v");
    }
  }

  @Test
  @Tag("289-5.4.2")
  @DisplayName("An iterator over a system header changes nothing")
  default void iteratorOverSystemHeader() {
    try (SipPhone phone = phone()) {
      SipMessage ok =
          phone
              .request("MESSAGE", "headers;do=iterator", "Record-Route: <sip:x@example.org;lr>")
              .expect(200);
      assertThat(ok.body()).isEqualTo("IllegalStateException");
    }
  }

  @Test
  @Tag("289-5.4.1")
  @DisplayName("A header that is no address is not read as one")
  default void notAnAddressHeader() {
    try (SipPhone phone = phone()) {
      assertThat(ask(phone, "headers;do=notAddress")).isEqualTo("ServletParseException");
    }
  }

  @Test
  @Tag("289-5.2")
  @DisplayName("A response that was sent is committed: it is neither changed nor sent again")
  default void committedResponse() {
    String mark = mark();
    try (SipPhone phone = phone()) {
      phone.request("MESSAGE", "headers;do=committed;mark=" + mark).expect(200);
      assertThat(awaitNote(mark, "before="))
          .isEqualTo(
              "before=false after=true set=IllegalStateException send=IllegalStateException");
    }
  }

  @ParameterizedTest(name = "Contact is the application''s in {1} to {0}")
  @CsvSource({
    "INVITE, 302, redirect",
    "MESSAGE, 302, redirect",
    "INVITE, 485, ambiguous",
    "OPTIONS, 200, options"
  })
  @Tag("289-4.1.3")
  default void contactOfResponses(String method, int status, String what) {
    try (SipPhone phone = phone()) {
      assertThat(phone.request(method, "headers;do=" + what).expect(status).header("Contact"))
          .contains("sip:elsewhere@example.org");
    }
  }

  @Test
  @Tag("289-4.1.3")
  @DisplayName("Contact is the application's in a REGISTER")
  default void contactOfRegister() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      phone.request("MESSAGE", "headers;do=register;port=" + callee.port()).expect(200);
      SipMessage register = callee.awaitRequest("REGISTER");
      callee.respond(register, 200, "OK");
      assertThat(register.all("Contact")).singleElement().asString().contains("me@example.org");
    }
  }

  @Test
  @Tag("289-4.1.3")
  @DisplayName("User and parameters of an INVITE's Contact are the application's")
  default void ownContactOfInvite() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      phone.request("MESSAGE", "headers;do=contact;port=" + callee.port()).expect(200);
      IncomingCall call = callee.awaitCall();
      call.refuse(486, "Busy Here");
      assertThat(call.invite().header("Contact"))
          .contains("sip:alice@127.0.0.1:" + InContainer.SIP_PORT)
          .contains(";state=kept")
          .contains(">;+sip.instance=");
    }
  }

  @Test
  @Tag("289-4.1.3")
  @DisplayName("method, ttl, maddr and lr are not allowed in a Contact")
  default void forbiddenContactParameters() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      String outcomes = ask(phone, "headers;do=contact;port=" + callee.port());
      callee.awaitCall().refuse(486, "Busy Here");
      assertThat(outcomes).doesNotContain("=ok");
    }
  }

  @Test
  @Tag("289-4.1.3")
  @DisplayName("Host and port of an INVITE's Contact are the container's")
  default void hostOfContact() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      phone.request("MESSAGE", "headers;do=contactHost;port=" + callee.port()).expect(200);
      IncomingCall call = callee.awaitCall();
      call.refuse(486, "Busy Here");
      assertThat(call.invite().header("Contact")).contains("127.0.0.1:" + InContainer.SIP_PORT);
    }
  }

  @Test
  @Tag("289-4.1.2")
  @DisplayName("From is the application's, but for its tag")
  default void from() {
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      String tag = ask(phone, "headers;do=from;port=" + callee.port());
      SipMessage message = callee.awaitRequest("MESSAGE");
      callee.respond(message, 200, "OK");
      assertThat(message.header("From")).contains("Alice").doesNotContain("tag=mine");
      assertThat(tag).isEqualTo("IllegalStateException");
    }
  }

  @Test
  @Tag("289-11.1.3")
  @DisplayName("pushRoute: the request goes by the route pushed last, its target unchanged")
  default void pushRoute() {
    try (SipPhone phone = phone();
        SipPhone proxy = phone()) {
      phone.request("MESSAGE", "headers;do=pushRoute;port=" + proxy.port()).expect(200);
      SipMessage message = proxy.awaitRequest("MESSAGE");
      proxy.respond(message, 200, "OK");
      assertThat(message.requestUri()).isEqualTo("sip:target@example.org");
      assertThat(String.join(",", message.all("Route")))
          .matches("<sip:callee@127.0.0.1:" + proxy.port() + ";lr>, ?<sip:second@example.org;lr>");
    }
  }

  @Test
  @Tag("289-5.6")
  @DisplayName("pushPath: Path headers of a REGISTER, the last one first")
  default void pushPath() {
    try (SipPhone phone = phone();
        SipPhone registrar = phone()) {
      phone.request("MESSAGE", "headers;do=pushPath;port=" + registrar.port()).expect(200);
      SipMessage register = registrar.awaitRequest("REGISTER");
      registrar.respond(register, 200, "OK");
      assertThat(String.join(",", register.all("Path")))
          .matches("<sip:near@example.org;lr>, ?<sip:far@example.org;lr>");
    }
  }

  @Test
  @Tag("289-5.6")
  @DisplayName("pushPath: REGISTER only")
  default void pathOfInvite() {
    try (SipPhone phone = phone()) {
      assertThat(ask(phone, "headers;do=pathOfInvite;port=9")).isEqualTo("IllegalStateException");
    }
  }

  /** Javadoc of getContent; Jakarta Mail is Payara's. */
  @Test
  @Tag("289-5.1")
  @DisplayName("A body of several parts is a Multipart, and is sent as it came")
  default void bodyOfSeveralParts() {
    String parts =
        "--x\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n\r\n"
            + "--x\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x--\r\n";
    Body body = new Body("multipart/mixed;boundary=x", parts);
    try (SipPhone phone = phone()) {
      SipMessage ok = phone.request("MESSAGE", "headers;do=parts", body).expect(200);
      assertThat(ok.header("X-Unread")).isEqualTo(String.valueOf(parts.length()));
      assertThat(ok.header("X-Parts")).isEqualTo("2 hello");
      assertThat(ok.body()).isEqualTo(parts);
    }
  }
}
