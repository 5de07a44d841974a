package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** JSR 289, chapter 10: proxying in parallel, one after the other, recursively; supervised. */
interface SpecOfProxying extends InSpecification {

  private static Call call(SipPhone phone, String what, SipPhone one, SipPhone two, String mark) {
    return phone.invite(
        "proxying;do=%s;port=%d;other=%d;mark=%s".formatted(what, one.port(), two.port(), mark));
  }

  @Test
  @Tag("289-10.2")
  @DisplayName("A proxy is parallel, recursing, supervised and does not record its route")
  default void proxyDefaults() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      Call call = phone.invite("proxying;port=" + callee.port() + ";mark=" + mark);
      callee.awaitCall().refuse(486, "Busy Here");
      call.ackFailure(486);
      assertThat(awaitNote(mark, "best 486"))
          .contains(
              "parallel=true recurse=true supervised=true record-route=false no-cancel=false"
                  + " same=true");
    }
  }

  @Test
  @Tag("289-10.2.3")
  @DisplayName("Parallel: the first 200 goes upstream, the other branch is cancelled")
  default void parallel() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone one = phone();
        SipPhone two = phone()) {
      Call call = call(phone, "", one, two, mark);
      IncomingCall ringing = one.awaitCall();
      IncomingCall accepting = two.awaitCall();
      ringing.ring();
      call.expect(180);
      accepting.accept();
      call.expect(200);
      ringing.awaitCancel();
      assertThat(call.invite().finals()).containsOnly(200);
    }
  }

  @Test
  @Tag("289-10.2.3")
  @DisplayName("Parallel: of several refusals the best one goes upstream")
  default void bestResponse() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone one = phone();
        SipPhone two = phone()) {
      Call call = call(phone, "", one, two, mark);
      one.awaitCall().refuse(500, "Server Error");
      two.awaitCall().refuse(404, "Not Found");
      call.ackFailure(404);
      assertThat(awaitNote(mark, "best 404")).contains("branch 500").doesNotContain("best 500");
    }
  }

  @Test
  @Tag("289-10.2.3")
  @DisplayName("Parallel: a 603 ends the search")
  default void globalFailure() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone one = phone();
        SipPhone two = phone()) {
      Call call = call(phone, "", one, two, mark);
      IncomingCall other = one.awaitCall();
      other.ring();
      call.expect(180);
      two.awaitCall().refuse(603, "Decline");
      other.awaitCancel();
      call.ackFailure(603);
    }
  }

  @Test
  @Tag("289-10.2.3")
  @Tag("C-D3")
  @DisplayName("noCancel: both callees accept, both 200 go upstream")
  default void noCancel() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone one = phone();
        SipPhone two = phone()) {
      Call call = call(phone, "noCancel", one, two, mark);
      IncomingCall first = one.awaitCall();
      IncomingCall second = two.awaitCall();
      first.accept();
      call.expect(200);
      second.accept();
      org.awaitility.Awaitility.await()
          .atMost(InContainer.PATIENCE)
          .untilAsserted(() -> assertThat(toTags(call)).as("accepted by").hasSize(2));
    }
  }

  private static List<String> toTags(Call call) {
    return call.invite().responses().stream()
        .filter(response -> response.status() == 200)
        .map(SipMessage::toTag)
        .distinct()
        .toList();
  }

  @Test
  @Tag("289-10.2.3")
  @DisplayName("Sequential: the next target is tried after a refusal")
  default void sequential() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone one = phone();
        SipPhone two = phone()) {
      Call call = call(phone, "sequential", one, two, mark);
      one.awaitCall().refuse(486, "Busy Here");
      two.awaitCall().accept();
      call.expect(200);
      assertThat(awaitNote(mark, "best 200")).contains("branch 486");
    }
  }

  @Test
  @Tag("289-10.2.3")
  @DisplayName("Recursion: a redirection is followed")
  default void recursion() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone one = phone();
        SipPhone two = phone()) {
      Call call = phone.invite("proxying;port=" + one.port() + ";mark=" + mark);
      one.awaitCall().refuse(302, "Moved", "Contact: <" + two.address() + ">");
      two.awaitCall().accept();
      call.expect(200);
      assertThat(call.invite().finals()).containsOnly(200);
    }
  }

  @Test
  @Tag("289-10.2.3")
  @DisplayName("No recursion: a redirection goes upstream")
  default void noRecursion() {
    try (SipPhone phone = phone();
        SipPhone one = phone();
        SipPhone two = phone()) {
      Call call = phone.invite("proxying;do=passOn;port=" + one.port());
      one.awaitCall().refuse(302, "Moved", "Contact: <" + two.address() + ">");
      assertThat(call.ackFailure(302).header("Contact")).contains(two.address());
    }
  }

  @Test
  @Tag("289-10.2.4")
  @DisplayName("Unsupervised: the servlet does not see the responses")
  default void unsupervised() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      Call call =
          phone.invite("proxying;do=unsupervised;port=%d;mark=%s".formatted(callee.port(), mark));
      callee.awaitCall().refuse(486, "Busy Here");
      call.ackFailure(486);
      assertThat(notes(mark)).contains("parallel=").doesNotContain("best");
    }
  }

  @Test
  @Tag("289-10.4")
  @DisplayName("Record-Route: parameters of its URI come back with requests in the dialog")
  default void recordRouteParameter() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      Call call =
          phone.invite("proxying;do=recordRoute;port=%d;mark=%s".formatted(callee.port(), mark));
      IncomingCall incoming = callee.awaitCall();
      assertThat(incoming.invite().header("Record-Route")).contains("state=kept").contains(";lr");
      incoming.accept();
      call.expect(200);
      call.ack();
      incoming.awaitAck();
      var bye = call.bye();
      incoming.awaitBye();
      bye.expect(200);
      awaitNote(mark, "BYE state=kept");
    }
  }

  @Test
  @Tag("289-10.4")
  @Tag("289-6.2.4")
  @DisplayName("Without Record-Route the dialog passes by; the session is ready with the 200")
  default void noRecordRoute() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      Call call = phone.invite("proxying;port=%d;mark=%s".formatted(callee.port(), mark));
      IncomingCall incoming = callee.awaitCall();
      incoming.accept();
      SipMessage accepted = call.expect(200);
      assertThat(incoming.invite().all("Record-Route")).isEmpty();
      assertThat(accepted.all("Record-Route")).isEmpty();
      assertThat(accepted.header("Contact")).contains(callee.address());
      assertThat(awaitNote(mark, "session is ready")).contains("best 200");
    }
  }

  @Test
  @Tag("289-10.2")
  @DisplayName("addToPath: a REGISTER that is proxied gets a Path that leads here")
  default void addToPath() {
    try (SipPhone phone = phone();
        SipPhone registrar = phone()) {
      var register = phone.request("REGISTER", "proxying;do=path;port=" + registrar.port());
      SipMessage proxied = registrar.awaitRequest("REGISTER");
      registrar.respond(proxied, 200, "OK");
      register.expect(200);
      assertThat(proxied.header("Path"))
          .contains("127.0.0.1:" + InContainer.SIP_PORT)
          .contains(";lr");
    }
  }

  @Test
  @Tag("289-10.2.1")
  @DisplayName("Branches: made, changed one by one, then started")
  default void branches() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone one = phone();
        SipPhone two = phone()) {
      Call call = call(phone, "branches", one, two, mark);
      IncomingCall first = one.awaitCall();
      IncomingCall second = two.awaitCall();
      assertThat(first.invite().find("X-Branch")).isEmpty();
      assertThat(second.invite().find("X-Branch")).contains("second");
      first.refuse(486, "Busy Here");
      second.refuse(486, "Busy Here");
      call.ackFailure(486);
      awaitNote(mark, "branches=2 started=false,true found=true");
    }
  }

  @Test
  @Tag("289-10.2.6")
  @DisplayName("CANCEL: the branch is cancelled, the servlet is told")
  default void cancel() {
    String mark = mark();
    try (SipPhone phone = phone();
        SipPhone callee = phone()) {
      Call call = phone.invite("proxying;port=" + callee.port() + ";mark=" + mark);
      IncomingCall incoming = callee.awaitCall();
      incoming.ring();
      call.expect(180);
      call.cancel().expect(200);
      incoming.awaitCancel();
      call.ackFailure(487);
      awaitNote(mark, "CANCEL state=null");
    }
  }
}
