package org.sipasync.container.dispatch;

import static org.sipasync.container.dispatch.TestContainer.request;

import org.junit.jupiter.api.AfterEach;
import org.sipasync.sip.message.HeaderName;

/** Base of tests with a call from alice to "one" that comes back to us. */
abstract class RecordedCalls {
  static final String CONTACT = "Contact: <sip:bob@one>";

  final ProxyKit kit = new ProxyKit();

  /** Our Record-Route. */
  String route;

  @AfterEach
  void close() {
    kit.close();
  }

  void call() {
    kit.callees("one").proxying(proxy -> proxy.setRecordRoute(true));
    answerCall();
  }

  void answerCall() {
    kit.receive("INVITE");
    route = String.join(", ", kit.at("one").headers(HeaderName.RECORD_ROUTE));
    kit.answer("one", 200, "b", CONTACT, "Record-Route: " + route);
    kit.callee("one").take();
    kit.atCaller();
    kit.told.clear();
    kit.test.log.clear();
  }

  /** Request of the caller. */
  String inDialog(String method, int cseq, String tag, String... headers) {
    String text = request(method, "sip:bob@one", method + cseq, cseq, tag, headers);
    return text.replace("Contact:", "Route: " + route + "\r\nContact:");
  }

  String fromCallee(String method, int cseq) {
    return inDialog(method, cseq, "alice")
        .replace("sip:bob@one", "sip:alice@192.0.2.2")
        .replace("From: <sip:alice@192.0.2.2>;tag=alice", "From: <sip:bob@192.0.2.1>;tag=b");
  }
}
