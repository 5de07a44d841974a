package org.sipasync.container.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.UAMode;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/** A container whose application passes everything on between two legs, as most of them do. */
final class Bridge implements AutoCloseable {
  final TestContainer test = new TestContainer();
  final TestFlow flow = test.flow;

  /** Requests and responses that the application saw. */
  final List<SipServletMessage> seen = new ArrayList<>();

  SipServletRequest received;

  Bridge() {
    test.onRequest = this::pass;
    test.onResponse = this::pass;
  }

  private void pass(SipServletRequest request) throws IOException {
    seen.add(request);
    B2buaHelper helper = request.getB2buaHelper();
    SipSession other = helper.getLinkedSession(request.getSession());
    switch (request.getMethod()) {
      case "ACK" -> acknowledge(helper, request);
      case "CANCEL" -> helper.createCancel(other).send();
      case "PRACK" -> helper.createRequest(other, request, null).send();
      default -> {
        if (request.isInitial()) {
          begin(helper, request);
        } else {
          helper.createRequest(other, request, null).send();
        }
      }
    }
  }

  private void begin(B2buaHelper helper, SipServletRequest request) throws IOException {
    received = request;
    try {
      helper.createRequest(request, true, null).send();
    } catch (TooManyHopsException e) {
      test.log.add(e.getMessage());
    }
  }

  private static void acknowledge(B2buaHelper helper, SipServletRequest ack) throws IOException {
    SipSession other = helper.getLinkedSession(ack.getSession());
    for (SipServletMessage pending : helper.getPendingMessages(other, UAMode.UAC)) {
      if (pending instanceof SipServletResponse ok && ok.getStatus() >= 200) {
        SipServletRequest own = ok.createAck();
        own.setContent(ack.getRawContent(), ack.getContentType());
        own.send();
      }
    }
  }

  private void pass(SipServletResponse response) throws IOException {
    seen.add(response);
    B2buaHelper helper = response.getRequest().getB2buaHelper();
    if (response.getStatus() == 487) {
      return;
    }
    SipServletResponse other;
    if (response.getRequest().isInitial()) {
      SipSession linked = helper.getLinkedSession(response.getSession());
      other =
          helper.createResponseToOriginalRequest(
              linked, response.getStatus(), response.getReasonPhrase());
    } else {
      SipServletRequest linked = helper.getLinkedSipServletRequest(response.getRequest());
      other = linked.createResponse(response.getStatus(), response.getReasonPhrase());
    }
    if (response.getRawContent() != null) {
      other.setContent(response.getRawContent(), response.getContentType());
    }
    send(response, other);
  }

  private static void send(SipServletResponse response, SipServletResponse other)
      throws IOException {
    if (response.getHeader("RSeq") == null) {
      other.send();
      return;
    }
    try {
      other.sendReliably();
    } catch (Rel100Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Calls; the INVITE on its way to the callee. */
  SipRequest call(String... headers) {
    test.receive(TestContainer.request("INVITE", "sip:bob@192.0.2.1", "i", 1, "", headers));
    SipRequest leg = flow.lastRequest();
    flow.take();
    return leg;
  }

  /** Calls, and the callee accepts; the caller has acknowledged. */
  SipRequest talk() {
    SipRequest leg = call();
    answer(leg, 200, "b");
    test.receive(TestContainer.request("ACK", 1, lastTag()));
    flow.take();
    return leg;
  }

  void answer(SipRequest leg, int status, String tag, String... headers) {
    String[] all = new String[headers.length + 1];
    System.arraycopy(headers, 0, all, 1, headers.length);
    all[0] = "Contact: <sip:bob@desk>";
    test.answer(leg, status, tag, all);
  }

  /** Brings a request of the callee within its dialog; no thread to any lane. */
  void arriveFromCallee(SipRequest leg, String method, int cseq, String tag, String... headers) {
    test.arrive(calleesRequest(leg, method, cseq, tag, headers));
  }

  void fromCalleeNow(SipRequest leg, String method, int cseq, String tag, String... headers) {
    test.receive(calleesRequest(leg, method, cseq, tag, headers));
  }

  /** Text of a request of the callee. */
  String calleesRequest(SipRequest leg, String method, int cseq, String tag, String... headers) {
    try {
      return TestContainer.request(
              method, "sip:b@192.0.2.1", "callee" + method + cseq, cseq, leg.fromTag(), headers)
          .replace("tag=alice", "tag=" + tag)
          .replace("Contact: <sip:alice@192.0.2.2>", "Contact: <sip:bob@desk>")
          .replace("Call-ID: call", "Call-ID: " + leg.callId());
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  /** Tag that the caller's dialog has on our side. */
  String callerTag() {
    return ((DialogSession) received.getSession()).dialog().localTag();
  }

  String lastTag() {
    return flow.lastTag();
  }

  /** Returns the messages sent, as texts such as "180 INVITE tag=x", and forgets them. */
  List<String> responses() {
    List<String> all = new ArrayList<>();
    for (SipMessage message : flow.messages()) {
      if (message instanceof SipResponse response) {
        all.add(describe(response));
      }
    }
    flow.take();
    return all;
  }

  private static String describe(SipResponse response) {
    try {
      return response.status() + " " + response.cseq().method() + " " + response.toTag();
    } catch (ParseException e) {
      throw new AssertionError(new String(response.toBytes(), UTF_8), e);
    }
  }

  @Override
  public void close() {
    test.close();
  }
}
