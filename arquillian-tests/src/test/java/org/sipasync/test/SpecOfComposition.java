package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipPhone;

/** JSR 289, 15: applications of one server in one call, in the order of the router. */
interface SpecOfComposition {

  /** A caller and a callee with all applications between them. */
  record Parties(SipPhone alice, SipPhone bob, Call call, IncomingCall incoming)
      implements AutoCloseable {
    static Parties ringing(String transport) {
      return ringing(transport, "");
    }

    static Parties ringing(String transport, String parameters) {
      SipPhone alice = InContainer.phone(transport);
      SipPhone bob = InContainer.phone("udp").as("bob");
      return ringing(alice, bob, alice.invite(bob.address() + parameters));
    }

    static Parties ringing(SipPhone alice, SipPhone bob, Call call) {
      IncomingCall incoming = bob.awaitCall();
      incoming.ring();
      call.expect(180);
      return new Parties(alice, bob, call, incoming);
    }

    Parties answered() {
      incoming.accept();
      call.expect(200);
      call.ack();
      incoming.awaitAck();
      return this;
    }

    void hangUp() {
      var bye = call.bye();
      incoming.awaitBye();
      bye.expect(200);
    }

    @Override
    public void close() {
      alice.close();
      bob.close();
    }
  }

  @Test
  @Tag("289-15.4.1")
  @DisplayName("A call passes three WARs, each suspends it, and the caller hangs up")
  default void callerHangsUp() {
    try (Parties call = Parties.ringing("udp").answered()) {
      String chain = call.incoming().invite().header("X-Chain");
      String alice = Integer.toString(call.alice().port());
      assertThat(chain)
          .isEqualTo(
              "first:%1$s/%1$s,named-middle:%2$d/%1$s,last:%2$d/%1$s"
                  .formatted(alice, InContainer.SIP_PORT));
      assertThat(call.incoming().invite().text()).doesNotContain("sip-async", "named-middle;");
      call.hangUp();
    }
  }

  @Test
  @Tag("289-15.4.1")
  @DisplayName("The callee hangs up: the BYE passes the three WARs the other way")
  default void calleeHangsUp() {
    try (Parties call = Parties.ringing("tcp").answered()) {
      var bye = call.incoming().bye();
      call.alice().respond(call.alice().awaitRequest("BYE"), 200, "OK");
      bye.expect(200);
    }
  }

  @Test
  @Tag("289-15.4.1")
  @DisplayName("Three proxies: each suspends the INVITE and the BYE, which pass all of them")
  default void proxies() {
    try (Parties call = Parties.ringing("udp", ";proxy").answered()) {
      assertThat(call.incoming().invite().all("Via")).hasSize(4);
      assertThat(call.incoming().invite().all("Record-Route")).hasSize(3);
      call.hangUp();
    }
    try (Parties call = Parties.ringing("udp", ";proxy").answered()) {
      var bye = call.incoming().bye();
      call.alice().respond(call.alice().awaitRequest("BYE"), 200, "OK");
      bye.expect(200);
    }
  }

  @Test
  @Tag("289-15.4.1")
  @DisplayName("A CANCEL passes three proxies")
  default void cancelOfProxies() {
    try (Parties call = Parties.ringing("udp", ";proxy")) {
      call.call().cancel().expect(200);
      call.incoming().awaitCancel();
      call.call().expect(487);
    }
  }

  @Test
  @Tag("289-15.4.1")
  @DisplayName("A CANCEL passes the three WARs")
  default void cancel() {
    try (Parties call = Parties.ringing("udp")) {
      call.call().cancel().expect(200);
      call.call().expect(487);
      call.incoming().awaitCancel();
    }
  }

  @Test
  @Tag("289-15.4.1")
  @DisplayName("A refusal comes back through the three WARs")
  default void refusal() {
    try (Parties call = Parties.ringing("udp")) {
      call.incoming().refuse(486, "Busy Here");
      call.call().expect(486);
    }
  }
}
