package org.sipasync.testkit.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two phones, each the other's server. */
class SipPhoneTest {
  private final BlockingQueue<SipMessage> toCaller = new LinkedBlockingQueue<>();
  private final BlockingQueue<SipMessage> toCallee = new LinkedBlockingQueue<>();
  private final SipPhone caller = new SipPhone(new Pipe(1111, toCaller, toCallee), 2222);
  private final SipPhone callee = new SipPhone(new Pipe(2222, toCallee, toCaller), 1111).as("bob");

  private record Pipe(int localPort, BlockingQueue<SipMessage> in, BlockingQueue<SipMessage> out)
      implements Wire {
    private static final SipMessage END = SipMessage.parse("end");

    @Override
    public String transport() {
      return "UDP";
    }

    @Override
    public void send(byte[] message) {
      out.add(SipMessage.parse(new String(message, StandardCharsets.UTF_8)));
    }

    @Override
    public SipMessage receive() {
      try {
        SipMessage message = in.take();
        return message == END ? null : message;
      } catch (InterruptedException e) {
        return null;
      }
    }

    @Override
    public void close() {
      in.add(END);
    }
  }

  @AfterEach
  void close() {
    caller.close();
    callee.close();
  }

  @Test
  void callerHangsUp() {
    Call call = caller.invite("bob;x=1", "X-Mark: yes");
    IncomingCall incoming = callee.awaitCall();
    assertThat(incoming.invite().requestUri()).isEqualTo("sip:bob@127.0.0.1:2222;x=1");
    assertThat(incoming.invite().header("X-Mark")).isEqualTo("yes");
    assertThat(incoming.invite().body()).isEqualTo(Body.SDP.text());
    incoming.ring();
    call.expect(180);
    incoming.accept("X-Answer: 42");
    SipMessage ok = call.expect(200);
    assertThat(ok.header("X-Answer")).isEqualTo("42");
    assertThat(ok.header("Content-Type")).isEqualTo("application/sdp");
    call.ack();
    SipMessage ack = incoming.awaitAck();
    assertThat(ack.requestUri()).isEqualTo(callee.address());
    assertThat(ack.toTag()).isEqualTo(ok.toTag());
    assertThat(ack.header("CSeq")).isEqualTo("1 ACK");
    Exchange bye = call.bye();
    incoming.awaitBye();
    bye.expect(200);
    assertThat(call.invite().finals()).containsExactly(200);
  }

  @Test
  void calleeHangsUp() {
    Call call = caller.invite("bob");
    IncomingCall incoming = callee.awaitCall();
    incoming.accept();
    SipMessage ok = call.expect(200);
    call.ack();
    incoming.awaitAck();
    Exchange bye = incoming.bye();
    SipMessage received = caller.awaitRequest("BYE");
    assertThat(received.requestUri()).isEqualTo(caller.address());
    assertThat(received.header("From")).isEqualTo(ok.header("To"));
    assertThat(received.header("To")).isEqualTo(ok.header("From"));
    caller.respond(received, 200, "OK");
    bye.expect(200);
  }

  @Test
  void cancelled() {
    Call call = caller.invite("bob");
    IncomingCall incoming = callee.awaitCall();
    Exchange cancel = call.cancel();
    Thread callerSide = new Thread(() -> call.ackFailure(487));
    callerSide.start();
    SipMessage received = incoming.awaitCancel();
    assertThat(received.branch()).isEqualTo(incoming.invite().branch());
    cancel.expect(200);
    assertThat(call.invite().finals()).containsExactly(487);
  }

  @Test
  void credentials() {
    Call call = caller.invite("bob");
    callee.respond(callee.awaitRequest("INVITE"), 401, "Unauthorized", "WWW-Authenticate: x");
    assertThat(call.ackFailure(401).header("WWW-Authenticate")).isEqualTo("x");
    callee.awaitRequest("ACK");
    call.inviteAgain("Authorization: y");
    SipMessage second = callee.awaitRequest("INVITE");
    assertThat(second.header("Authorization")).isEqualTo("y");
    assertThat(second.header("Call-ID")).isEqualTo(call.callId());
    assertThat(second.header("CSeq")).isEqualTo("2 INVITE");
    assertThat(second.toTag()).isNull();
  }

  @Test
  void whatItIsToldReplacesWhatItWouldWrite() {
    caller
        .as("alice")
        .request(
            "REGISTER",
            "sip:127.0.0.1",
            "to: <sip:alice@127.0.0.1>",
            "Contact: <sip:desk@127.0.0.1:1>",
            "Contact: <sip:mobile@127.0.0.1:2>",
            "Expires: 60");
    SipMessage register = callee.awaitRequest("REGISTER");
    assertThat(register.requestUri()).isEqualTo("sip:127.0.0.1");
    assertThat(register.header("From")).startsWith("<sip:alice@127.0.0.1>;tag=");
    assertThat(register.all("To")).containsExactly("<sip:alice@127.0.0.1>");
    assertThat(register.all("Contact")).hasSize(2).noneMatch(c -> c.contains("caller"));
    assertThat(register.header("Expires")).isEqualTo("60");
    assertThat(register.header("Content-Length")).isEqualTo("0");
  }

  @Test
  void bodies() {
    Exchange exchange = caller.request("MESSAGE", "bob", Body.text("grüß dich"));
    SipMessage message = callee.awaitRequest("MESSAGE");
    assertThat(message.body()).isEqualTo("grüß dich");
    assertThat(message.header("Content-Length")).isEqualTo("11");
    callee.respond(message, 200, "OK", Body.text("danke"));
    assertThat(exchange.expectFinal().body()).isEqualTo("danke");
  }

  @Test
  void aRequestIsGivenOutOnce() {
    Exchange first = caller.request("MESSAGE", "bob", Body.text("first"));
    first.retransmit();
    caller.request("MESSAGE", "bob", Body.text("second"));
    assertThat(callee.awaitRequest("MESSAGE").body()).isEqualTo("first");
    assertThat(callee.awaitRequest("MESSAGE").body()).isEqualTo("second");
    callee.patience(Duration.ofMillis(1));
    assertThatThrownBy(() -> callee.awaitRequest("MESSAGE")).isInstanceOf(AssertionError.class);
  }

  @Test
  void anotherFinalResponseFailsAtOnceAndShowsTheLadder() {
    Exchange exchange = caller.request("OPTIONS", "bob");
    callee.respond(callee.awaitRequest("OPTIONS"), 404, "Not Found");
    assertThatThrownBy(() -> exchange.expect(200))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected 200, got SIP/2.0 404 Not Found")
        .hasMessageContaining("───▶ OPTIONS sip:bob@127.0.0.1:2222 SIP/2.0 (1 OPTIONS)");
  }

  @Test
  void routesOfTheDialog() {
    Call call = caller.invite("bob");
    callee.respond(
        callee.awaitRequest("INVITE"),
        200,
        "OK",
        "Record-Route: <sip:near;lr>, <sip:mid;lr>",
        "Record-Route: <sip:far;lr>");
    call.expect(200);
    call.ack();
    assertThat(callee.awaitRequest("ACK").all("Route"))
        .containsExactly("<sip:far;lr>", "<sip:mid;lr>", "<sip:near;lr>");
  }
}
